package io.cistern.cli.settings;

/**
 * What {@code clone} remembers about a mirror on behalf of its user, outside the mirror.
 *
 * @param mirrorId whose it is
 * @param baseUrl the broker that the token was given for; the token goes nowhere else
 */
public record Remembered(String mirrorId, String baseUrl, TokenOrigin token) {}
