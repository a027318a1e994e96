/**
 * Reading a listing page by page, whoever asks for it: {@link io.cistern.application.listing.PageReader} sorts the rows of a
 * page, {@link io.cistern.application.listing.ListingGuard} notices one that never ends, and {@link
 * io.cistern.application.listing.Unlisted} tells which known paths a page should have shown and did not.
 */
@NullMarked
package io.cistern.application.listing;

import org.jspecify.annotations.NullMarked;
