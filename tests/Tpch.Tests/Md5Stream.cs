using System.Security.Cryptography;
using Spindle.Columnar.Streams;

namespace Spindle.Tpch.Tests;

/// <summary>A sink that keeps the md5 and the length of what is written to it.</summary>
internal sealed class Md5Stream : WriteOnlyStream
{
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.MD5);
    private long _length;

    public override long Length => _length;

    public string Md5 => Convert.ToHexStringLower(_hash.GetCurrentHash());

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        _hash.AppendData(buffer);
        _length += buffer.Length;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _hash.Dispose();
        base.Dispose(disposing);
    }
}
