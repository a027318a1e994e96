package io.cistern.cli.homes;

import io.cistern.domain.probe.HomeName;

/**
 * A home as it may be shown: without its token.
 *
 * @param kind the contract that its broker speaks
 * @param source {@code stored} or {@code command}: where the token comes from
 */
public record StoredHome(HomeName name, String baseUrl, String kind, String source) {}
