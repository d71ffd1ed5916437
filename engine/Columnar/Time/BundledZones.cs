using System.Buffers.Binary;
using System.Diagnostics;
using System.IO.Compression;
using System.Text;

namespace Spindle.Columnar.Time;

/// <summary>The time zone database embedded in the assembly; <c>Data/pack.py</c> describes its layout.</summary>
internal static class BundledZones
{
    private static readonly Lazy<Dictionary<string, byte[]>> Zones = new(Load);

    /// <summary>Every name in the bundle, links included.</summary>
    public static IEnumerable<string> Names => Zones.Value.Keys;

    /// <summary>The TZif file of a zone; null when there is none of that exact name.</summary>
    public static byte[]? Find(string name) => Zones.Value.GetValueOrDefault(name);

    private static Dictionary<string, byte[]> Load()
    {
        using var resource = typeof(BundledZones).Assembly.GetManifestResourceStream("Spindle.Columnar.Time.zones.bin")
            ?? throw new UnreachableException("the assembly lacks its time zones");
        Span<byte> magic = stackalloc byte[9];
        resource.ReadExactly(magic);
        if (!magic[..8].SequenceEqual("SPZONES1"u8))
            throw new UnreachableException("the bundled time zones have an unknown layout");
        resource.ReadExactly(new byte[magic[8]]);
        using var inflated = new MemoryStream();
        using (var zlib = new ZLibStream(resource, CompressionMode.Decompress))
            zlib.CopyTo(inflated);
        return Read(inflated.GetBuffer().AsSpan(0, (int)inflated.Length));
    }

    private static Dictionary<string, byte[]> Read(ReadOnlySpan<byte> data)
    {
        var names = new (string Name, int Body)[BinaryPrimitives.ReadUInt16LittleEndian(data)];
        data = data[2..];
        for (var i = 0; i < names.Length; i++)
        {
            var length = data[0];
            names[i] = (Encoding.UTF8.GetString(data.Slice(1, length)), BinaryPrimitives.ReadUInt16LittleEndian(data[(1 + length)..]));
            data = data[(length + 3)..];
        }
        var bodies = new byte[BinaryPrimitives.ReadUInt16LittleEndian(data)][];
        data = data[2..];
        for (var i = 0; i < bodies.Length; i++)
        {
            var length = BinaryPrimitives.ReadInt32LittleEndian(data);
            bodies[i] = data.Slice(4, length).ToArray();
            data = data[(4 + length)..];
        }
        return names.ToDictionary(entry => entry.Name, entry => bodies[entry.Body], StringComparer.Ordinal);
    }
}
