package io.cistern.domain.budget;

import io.cistern.domain.failure.Invariant;
import java.util.regex.Pattern;

/** Which home's budget; fit for a file name, and told by nobody who reads it. */
public record BudgetKey(String value) {
  private static final Pattern FORM = Pattern.compile("[0-9a-f]{32}");

  public BudgetKey {
    Invariant.check(FORM.matcher(value).matches(), "a key is 32 hexadecimal digits");
  }
}
