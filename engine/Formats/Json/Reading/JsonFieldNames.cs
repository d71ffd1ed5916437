using System.Buffers;
using System.Text;
using Spindle.Columnar.Types;

namespace Spindle.Formats.Json.Reading;

/// <summary>Finds the fields of a struct by name. Records mostly have their fields in the order of the record before, so the name seen last at that place is compared first.</summary>
internal sealed class JsonFieldNames
{
    private readonly byte[][] names;
    private readonly Dictionary<byte[], int>.AlternateLookup<ReadOnlySpan<byte>> byName;
    private int[] expected = [];

    public JsonFieldNames(StructType type)
    {
        names = [.. type.Fields.Select(f => Encoding.UTF8.GetBytes(f.Name))];
        var table = new Dictionary<byte[], int>(new BytesComparer());
        for (var i = 0; i < names.Length; i++)
            table.TryAdd(names[i], i);
        byName = table.GetAlternateLookup<ReadOnlySpan<byte>>();
    }

    /// <summary>Sets element <c>field * stride</c> to the tape position of each field's value in an object.</summary>
    public void Place(JsonSource source, int node, Span<int> places, int stride)
    {
        var end = source.Tape[node].Next;
        var member = 0;
        for (var name = node + 1; name < end; name = source.Tape[name + 1].Next)
        {
            var field = Find(source, source.Tape[name], member++);
            if (field >= 0)
                places[field * stride] = name + 1;
        }
    }

    /// <summary>The tape position of one field's value in a node, -1 where it has none.</summary>
    public int Find(JsonSource source, int node, int field)
    {
        var found = -1;
        if (node < 0 || source.Tape[node].Kind != JsonKind.Object)
            return found;
        for (var name = node + 1; name < source.Tape[node].Next; name = source.Tape[name + 1].Next)
            if (Find(source, source.Tape[name], 0) == field)
                found = name + 1;
        return found;
    }

    private int Find(JsonSource source, in JsonToken name, int member)
    {
        var text = source.Text(name);
        if (name.Kind == JsonKind.EscapedString)
            return FindEscaped(text);
        if (member < expected.Length && expected[member] >= 0 && names[expected[member]].AsSpan().SequenceEqual(text))
            return expected[member];
        var field = byName.TryGetValue(text, out var known) ? known : -1;
        if (member < names.Length)
        {
            if (member >= expected.Length)
                Array.Resize(ref expected, names.Length);
            expected[member] = field;
        }

        return field;
    }

    private int FindEscaped(ReadOnlySpan<byte> text)
    {
        var plain = ArrayPool<byte>.Shared.Rent(text.Length);
        var field = byName.TryGetValue(plain.AsSpan(0, JsonText.Unescape(text, plain)), out var known) ? known : -1;
        ArrayPool<byte>.Shared.Return(plain);
        return field;
    }
}
