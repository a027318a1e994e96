package io.cistern.it.architecture;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreeScanner;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.lang.model.element.Name;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/**
 * What one source declares, as the compiler's parser sees it: comments, strings and other people's names are out of the
 * way.
 *
 * @param source the file's path
 * @param names every declared name
 * @param methods every method and constructor
 */
record Outline(String source, List<String> names, List<Method> methods) {
  /** A method or constructor. */
  record Method(String name, long lines, int parameters) {}

  /** Parses sources; nothing is resolved, so no class path is needed. */
  static List<Outline> of(List<SourceFile> files) {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    List<Text> texts = files.stream().map(Text::new).toList();
    JavacTask task = (JavacTask) compiler.getTask(null, null, null, List.of("-proc:none"), null, texts);
    try {
      List<Outline> outlines = new ArrayList<>();
      for (CompilationUnitTree unit : task.parse()) {
        Reader reader = new Reader(unit, Trees.instance(task).getSourcePositions());
        reader.scan(unit, null);
        String source = unit.getSourceFile().getName().substring(1);
        outlines.add(new Outline(source, List.copyOf(reader.names), List.copyOf(reader.methods)));
      }
      return outlines;
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  private static final class Reader extends TreeScanner<Void, Void> {
    private final CompilationUnitTree unit;
    private final SourcePositions positions;
    private final List<String> names = new ArrayList<>();
    private final List<Method> methods = new ArrayList<>();

    Reader(CompilationUnitTree unit, SourcePositions positions) {
      this.unit = unit;
      this.positions = positions;
      Optional.ofNullable(unit.getPackageName()).ifPresent(name -> names.add(name.toString()));
    }

    @Override
    public Void visitClass(ClassTree type, Void nothing) {
      add(type.getSimpleName());
      return super.visitClass(type, null);
    }

    @Override
    public Void visitMethod(MethodTree method, Void nothing) {
      add(method.getName());
      long first = unit.getLineMap().getLineNumber(positions.getStartPosition(unit, method));
      long last = unit.getLineMap().getLineNumber(positions.getEndPosition(unit, method));
      methods.add(new Method(method.getName().toString(), last - first + 1, method.getParameters().size()));
      return super.visitMethod(method, null);
    }

    @Override
    public Void visitVariable(VariableTree variable, Void nothing) {
      add(variable.getName());
      return super.visitVariable(variable, null);
    }

    private void add(Name name) {
      if (!name.isEmpty()) {
        names.add(name.toString());
      }
    }
  }

  private static final class Text extends SimpleJavaFileObject {
    private final String text;

    Text(SourceFile file) {
      super(URI.create("string:///" + file.path().toString().replace('\\', '/')), JavaFileObject.Kind.SOURCE);
      this.text = file.text();
    }

    @Override
    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
      return text;
    }
  }
}
