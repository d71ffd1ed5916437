using Spindle.Storage.Parquet.Metadata;

namespace Spindle.Storage.Parquet.Writing;

/// <summary>Least and greatest value of some values, plain-encoded without lengths; null where they have none.</summary>
internal readonly record struct EncodedBounds(byte[]? Min, byte[]? Max);

/// <summary>
/// Gathers one leaf's values of a row group, nulls left out, and writes stretches of them as pages. Values go into a dictionary as long as that pays; when it stops to, those gathered so far
/// are taken out again.
/// </summary>
internal abstract unsafe class LeafEncoder : IDisposable
{
    /// <summary>Values gathered.</summary>
    public int Count { get; protected set; }

    /// <summary>Entries of the dictionary, each used; -1 where there is none.</summary>
    public abstract int DictionaryCount { get; }

    /// <summary>Bytes that the gathered values take in memory.</summary>
    public abstract long BufferedBytes { get; }

    /// <summary>The encoding of the pages.</summary>
    public abstract Encoding Encoding { get; }

    /// <summary>Gathers values in their raw form.</summary>
    public abstract void Append(byte* raw, int count);

    /// <summary>Settles whether the values are written as a dictionary; none are appended any more.</summary>
    public abstract void Settle();

    /// <summary>The dictionary's entries, plain.</summary>
    public abstract void WriteDictionary(ByteSink sink);

    /// <summary>The values of a page.</summary>
    public abstract void Write(ByteSink sink, int start, int count);

    /// <summary>About how many bytes the values take, plain.</summary>
    public abstract long SizeOf(int start, int count);

    public abstract EncodedBounds Bounds(int start, int count);

    /// <summary>Adds every value to a Bloom filter.</summary>
    public abstract void AddTo(BloomFilterBuilder filter);

    /// <summary>Forgets the values.</summary>
    public abstract void Reset();

    public abstract void Dispose();
}
