#!/bin/sh
# A helper for `cistern quota`: answers from the file named by its first argument, which holds "LIMIT USED RESETS-AT".
# The lines are described in probe-protocol.md. Only answers go to standard output.

# Prints limit, used and the time of the reset, or fails.
ask() {
    [ -r "$1" ] && read -r limit used resets <"$1" && printf '%s %s %s\n' "$limit" "$used" "$resets"
}

# Ends with its input: then whoever asked is gone.
while IFS= read -r question; do
    id=$(printf '%s\n' "$question" | sed -n 's/.*"id":"\([0-9a-f]*\)".*/\1/p')
    if left=$(ask "$1"); then
        # shellcheck disable=SC2086
        set -- "$1" $left
        printf '{"id":"%s","reading":{"windows":[{"label":"requests/d","limit":%s,"used":%s,"resetsAt":"%s"}]}}\n' \
            "$id" "$2" "$3" "$4"
    else
        echo "cannot read $1" >&2
        printf '{"id":"%s","failed":"NO_FILE"}\n' "$id"
    fi
done
