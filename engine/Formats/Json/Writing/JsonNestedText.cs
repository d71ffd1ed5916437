using System.Buffers;
using Spindle.Columnar.Memory;
using Spindle.Columnar.Types;
using Spindle.Columnar.Vectors;
using Spindle.Formats.Records;

namespace Spindle.Formats.Json.Writing;

internal sealed unsafe class JsonArrayText(JsonValueText elements) : JsonValueText
{
    private int* offsets;
    private int* sizes;

    public override void WriteValue(int lane, ArrayBufferWriter<byte> output)
    {
        output.Write("["u8);
        for (var i = 0; i < sizes[lane]; i++)
        {
            if (i > 0)
                output.Write(","u8);
            elements.Write(offsets[lane] + i, output);
        }

        output.Write("]"u8);
    }

    protected override void BindPlain(Vector vector, MemoryBudget budget)
    {
        var list = (ListVector)vector;
        offsets = list.Offsets;
        sizes = list.Sizes;
        elements.Bind(list.Elements, budget);
    }

    protected override void UnbindMembers() => elements.Unbind();
}

/// <summary>Maps as objects; a value that is null is written.</summary>
internal sealed unsafe class JsonMapText(JsonValueText keys, JsonValueText values) : JsonValueText
{
    private Vector? entries;
    private int* offsets;
    private int* sizes;

    public override void WriteValue(int lane, ArrayBufferWriter<byte> output)
    {
        output.Write("{"u8);
        for (var i = 0; i < sizes[lane]; i++)
        {
            if (i > 0)
                output.Write(","u8);
            keys.WriteValue(offsets[lane] + i, output);
            output.Write(":"u8);
            values.Write(offsets[lane] + i, output);
        }

        output.Write("}"u8);
    }

    protected override void BindPlain(Vector vector, MemoryBudget budget)
    {
        var list = (ListVector)vector;
        offsets = list.Offsets;
        sizes = list.Sizes;
        entries = Gather.Flatten(list.Elements, budget);
        keys.Bind(((StructVector)entries).Children[0], budget);
        values.Bind(((StructVector)entries).Children[1], budget);
    }

    protected override void UnbindMembers()
    {
        keys.Unbind();
        values.Unbind();
        entries?.Release();
        entries = null;
    }
}

/// <summary>Structs and rows as objects.</summary>
internal sealed class JsonStructText : JsonValueText
{
    private readonly JsonValueText[] fields;
    private readonly byte[][] names;
    private readonly int[] order;
    private readonly bool leavesOutNulls;

    public JsonStructText(StructType type, ValueFormats formats, bool leavesOutNulls)
    {
        this.leavesOutNulls = leavesOutNulls;
        fields = [.. type.Fields.Select(f => Create(f.Name, f.Type, formats, leavesOutNulls))];
        names = [.. type.Fields.Select(f => Quoted(f.Name))];
        var places = Enumerable.Range(0, fields.Length);
        order = [.. formats.SortsFields ? places.OrderBy(i => type.Fields[i].Name, StringComparer.Ordinal) : places];
    }

    public void BindFields(ReadOnlySpan<Vector> children, MemoryBudget budget)
    {
        for (var i = 0; i < fields.Length; i++)
            fields[i].Bind(children[i], budget);
    }

    public override void WriteValue(int lane, ArrayBufferWriter<byte> output)
    {
        output.Write("{"u8);
        var isFirst = true;
        foreach (var i in order)
        {
            if (leavesOutNulls && fields[i].IsNull(lane))
                continue;
            if (!isFirst)
                output.Write(","u8);
            isFirst = false;
            output.Write(names[i]);
            fields[i].Write(lane, output);
        }

        output.Write("}"u8);
    }

    protected override void BindPlain(Vector vector, MemoryBudget budget) => BindFields(((StructVector)vector).Children, budget);

    protected override void UnbindMembers()
    {
        foreach (var field in fields)
            field.Unbind();
    }

    private static byte[] Quoted(string name)
    {
        var text = new ArrayBufferWriter<byte>();
        JsonEscapes.Write(ByteString.Of(name).Span, text);
        text.Write(":"u8);
        return text.WrittenSpan.ToArray();
    }
}
