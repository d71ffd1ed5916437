using System.Diagnostics;
using System.Reflection;
using Spindle.Plans;

namespace Spindle.Wire.Plans;

/// <summary>The codecs by type, by tag and by name.</summary>
internal sealed class WireRegistry
{
    /// <summary>Stands before the name of a type that another room registered.</summary>
    public const ulong NamedTag = 1;

    private readonly Dictionary<Type, RecordCodec> byType = [];
    private readonly RecordCodec?[] byTag = new RecordCodec?[WireTable.Rows.Max(r => r.Tag) + 1];
    private readonly Dictionary<string, RecordCodec> byName = new(StringComparer.Ordinal);

    public WireRegistry(IEnumerable<Type> registered)
    {
        foreach (var (tag, type) in WireTable.Rows)
        {
            var codec = new RecordCodec(type, w => w.Unsigned((ulong)tag));
            if (byTag[tag] is not null)
                throw new UnreachableException($"the tag {tag} is taken twice");
            byTag[tag] = codec;
            byType.Add(type, codec);
        }

        foreach (var type in registered)
        {
            var name = type.GetCustomAttribute<WireTagAttribute>()?.Name ?? throw new UnreachableException($"{type} has no wire tag");
            var codec = new RecordCodec(type, w =>
            {
                w.Unsigned(NamedTag);
                w.Text(name);
            });
            byName.Add(name, codec);
            byType.Add(type, codec);
        }
    }

    public RecordCodec CodecOf(Type type) => byType.TryGetValue(type, out var codec) ? codec : throw new NotSupportedException($"{type} does not travel: it is not registered");

    public RecordCodec CodecOf(ulong tag) => tag < (ulong)byTag.Length && byTag[tag] is { } codec ? codec : throw new WireFormatException($"there is no record of tag {tag}");

    public RecordCodec CodecOf(string name) => byName.TryGetValue(name, out var codec) ? codec : throw new WireFormatException("there is no record of that name here");
}
