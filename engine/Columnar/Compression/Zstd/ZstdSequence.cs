namespace Spindle.Columnar.Compression.Zstd;

/// <summary>Literals to copy, then a match; <see cref="OffsetValue"/> is coded as the format has it (1 repeats the last).</summary>
internal readonly record struct ZstdSequence(int Literals, int Match, uint OffsetValue);
