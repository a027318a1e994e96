package io.cistern.cli;

import java.util.Arrays;

/** Where the program starts. */
public final class Main {

    private Main() {}

    public static void main(String[] args) {
        System.exit(run(args));
    }

    /** Runs one command line and returns its exit code. */
    public static int run(String... args) {
        System.out.println("cistern 0.1.0-SNAPSHOT " + Arrays.toString(args));
        return 0;
    }
}
