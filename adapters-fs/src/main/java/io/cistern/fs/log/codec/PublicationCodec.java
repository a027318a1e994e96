package io.cistern.fs.log.codec;

import io.cistern.domain.manifest.Memo;
import io.cistern.domain.publish.Expected;
import io.cistern.domain.publish.Publication;
import io.cistern.domain.publish.StagedContent;
import io.cistern.domain.publish.Target;
import io.cistern.domain.workspace.ContentHash;
import io.cistern.domain.workspace.WorkspacePath;
import java.util.Optional;

/** The switch of one name as bytes: path, what is expected, what shall be there. */
public final class PublicationCodec {
  private PublicationCodec() {}

  public static void write(ByteWriter out, Publication publication) {
    out.text(publication.path().value());
    switch (publication.expected()) {
      case Expected.Absent() -> out.u8(1);
      case Expected.Placeholder() -> out.u8(2);
      case Expected.Content(var hash, Optional<Memo> memo) -> {
        out.u8(memo.isPresent() ? 4 : 3);
        EntryCodec.writeHash(out, hash);
        memo.ifPresent(value -> EntryCodec.writeMemo(out, value));
      }
    }
    switch (publication.target()) {
      case Target.Placeholder() -> out.u8(1);
      case Target.Nothing() -> out.u8(2);
      case Target.Bytes(StagedContent staged) -> {
        out.u8(3);
        write(out, staged);
      }
      case Target.Dehydrated(StagedContent placeholder) -> {
        out.u8(4);
        write(out, placeholder);
      }
      case Target.MovedFrom(WorkspacePath source, Expected.Content(var hash, Optional<Memo> memo)) -> {
        out.u8(5);
        out.text(source.value());
        EntryCodec.writeHash(out, hash);
        out.u8(memo.isPresent() ? 1 : 0);
        memo.ifPresent(value -> EntryCodec.writeMemo(out, value));
      }
      case Target.MovedTo(WorkspacePath destination) -> {
        out.u8(6);
        out.text(destination.value());
      }
    }
  }

  public static Publication read(ByteReader in) {
    return new Publication(path(in), expected(in), target(in));
  }

  public static WorkspacePath path(ByteReader in) {
    return WorkspacePath.parse(in.text()).orElseThrow(in::malformed);
  }

  private static void write(ByteWriter out, StagedContent staged) {
    out.text(staged.name());
    EntryCodec.writeHash(out, staged.hash());
    out.varint(staged.size());
    out.varint(staged.inode());
    out.signed(staged.modified());
  }

  private static StagedContent staged(ByteReader in) {
    return new StagedContent(in.text(), EntryCodec.readHash(in), in.varint(), in.varint(), in.signed());
  }

  private static Expected expected(ByteReader in) {
    int code = in.u8();
    return switch (code) {
      case 1 -> new Expected.Absent();
      case 2 -> new Expected.Placeholder();
      case 3 -> new Expected.Content(EntryCodec.readHash(in), Optional.empty());
      case 4 -> new Expected.Content(EntryCodec.readHash(in), Optional.of(EntryCodec.readMemo(in)));
      default -> throw in.unknown("expectation", code);
    };
  }

  private static Target target(ByteReader in) {
    int code = in.u8();
    return switch (code) {
      case 1 -> new Target.Placeholder();
      case 2 -> new Target.Nothing();
      case 3 -> new Target.Bytes(staged(in));
      case 4 -> new Target.Dehydrated(staged(in));
      case 5 -> new Target.MovedFrom(path(in), content(in));
      case 6 -> new Target.MovedTo(path(in));
      default -> throw in.unknown("target", code);
    };
  }

  private static Expected.Content content(ByteReader in) {
    ContentHash hash = EntryCodec.readHash(in);
    return new Expected.Content(hash, in.flag() ? Optional.of(EntryCodec.readMemo(in)) : Optional.empty());
  }
}
