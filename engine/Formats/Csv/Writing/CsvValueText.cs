using System.Buffers;
using Spindle.Columnar.Memory;
using Spindle.Columnar.Types;
using Spindle.Columnar.Vectors;
using Spindle.Formats.Records;
using Spindle.Formats.Rows;

namespace Spindle.Formats.Csv.Writing;

/// <summary>Writes the lanes of a vector as the text of one field, nested values in brackets and braces. Bound to a vector, batch by batch.</summary>
internal abstract class CsvValueText
{
    private Vector? bound;

    public static CsvValueText Create(Field field, ValueFormats formats, CsvOptions options) => field.Type switch
    {
        NullType => new CsvNullText(),
        BinaryType => new CsvBinaryText(options.Binary),
        ArrayType array => new CsvArrayText(Create(field with { Type = array.Element }, formats, options), options.NullValue),
        MapType map => new CsvMapText(Create(field with { Type = map.Key }, formats, options), Create(field with { Type = map.Value }, formats, options), options.NullValue),
        StructType fields => new CsvStructText([.. fields.Fields.Select(f => Create(f, formats, options))], options.NullValue),
        _ => new CsvPlainText(ColumnText.Create(field.Type, formats) ?? throw RecordErrors.Unsupported("CSV", field)),
    };

    /// <summary>Takes a vector of any form, which is lent until <see cref="Unbind"/>.</summary>
    public void Bind(Vector vector, MemoryBudget budget)
    {
        bound = Gather.Flatten(vector, budget);
        BindPlain(bound, budget);
    }

    public void Unbind()
    {
        UnbindMembers();
        bound?.Release();
        bound = null;
    }

    public bool IsNull(int lane) => bound!.IsNull(lane);

    /// <summary>Appends the text of a lane that is not null.</summary>
    public abstract void Write(int lane, ArrayBufferWriter<byte> output);

    protected abstract void BindPlain(Vector vector, MemoryBudget budget);

    protected virtual void UnbindMembers()
    {
    }

    /// <summary>A member, with a blank in front unless it is the first.</summary>
    protected static void WriteMember(CsvValueText member, int lane, bool isFirst, byte[] nullValue, ArrayBufferWriter<byte> output)
    {
        var isNull = member.IsNull(lane);
        if (!isFirst && (!isNull || nullValue.Length > 0))
            output.Write(" "u8);
        if (isNull)
            output.Write(nullValue);
        else
            member.Write(lane, output);
    }
}

internal sealed class CsvPlainText(ColumnText text) : CsvValueText
{
    public override void Write(int lane, ArrayBufferWriter<byte> output) => text.Write(lane, output);

    protected override void BindPlain(Vector vector, MemoryBudget budget) => text.Bind((FlatVector)vector);
}

internal sealed class CsvNullText : CsvValueText
{
    public override void Write(int lane, ArrayBufferWriter<byte> output)
    {
    }

    protected override void BindPlain(Vector vector, MemoryBudget budget)
    {
    }
}

internal sealed unsafe class CsvBinaryText(BinaryStyle style) : CsvValueText
{
    private BytesView* views;

    public override void Write(int lane, ArrayBufferWriter<byte> output) => output.Write(ByteString.Of(CellText.Binary(BytesView.Span(views + lane), style)).Span);

    protected override void BindPlain(Vector vector, MemoryBudget budget) => views = (BytesView*)((FlatVector)vector).Values;
}

internal sealed unsafe class CsvArrayText(CsvValueText elements, byte[] nullValue) : CsvValueText
{
    private int* offsets;
    private int* sizes;

    public override void Write(int lane, ArrayBufferWriter<byte> output)
    {
        output.Write("["u8);
        for (var i = 0; i < sizes[lane]; i++)
        {
            if (i > 0)
                output.Write(","u8);
            WriteMember(elements, offsets[lane] + i, i == 0, nullValue, output);
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

internal sealed unsafe class CsvMapText(CsvValueText keys, CsvValueText values, byte[] nullValue) : CsvValueText
{
    private Vector? entries;
    private int* offsets;
    private int* sizes;

    public override void Write(int lane, ArrayBufferWriter<byte> output)
    {
        output.Write("{"u8);
        for (var i = 0; i < sizes[lane]; i++)
        {
            if (i > 0)
                output.Write(", "u8);
            keys.Write(offsets[lane] + i, output);
            output.Write(" ->"u8);
            WriteMember(values, offsets[lane] + i, isFirst: false, nullValue, output);
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

internal sealed class CsvStructText(CsvValueText[] fields, byte[] nullValue) : CsvValueText
{
    public override void Write(int lane, ArrayBufferWriter<byte> output)
    {
        output.Write("{"u8);
        for (var i = 0; i < fields.Length; i++)
        {
            if (i > 0)
                output.Write(","u8);
            WriteMember(fields[i], lane, i == 0, nullValue, output);
        }

        output.Write("}"u8);
    }

    protected override void BindPlain(Vector vector, MemoryBudget budget)
    {
        for (var i = 0; i < fields.Length; i++)
            fields[i].Bind(((StructVector)vector).Children[i], budget);
    }

    protected override void UnbindMembers()
    {
        foreach (var field in fields)
            field.Unbind();
    }
}
