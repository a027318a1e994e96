package io.cistern.domain.workspace;

/** Where the next page of a listing goes on; opaque, valid only for the same directory and depth (contract 7.2). */
public record TreeCursor(String value) {}
