using System.Buffers;
using System.Diagnostics;
using Spindle.Columnar.Memory;
using Spindle.Columnar.Types;
using Spindle.Columnar.Vectors;
using Spindle.Formats.Records;
using Spindle.Formats.Variants;
using TimeZone = Spindle.Columnar.Time.TimeZone;

namespace Spindle.Formats.Json.Writing;

/// <summary>Writes the lanes of a vector as JSON values. Bound to a vector, batch by batch.</summary>
internal abstract class JsonValueText
{
    private Vector? bound;

    public static JsonValueText Create(string name, DataType type, ValueFormats formats, bool leavesOutNulls) => type switch
    {
        NullType => new JsonNullText(),
        BinaryType => new JsonBinaryText(),
        StructType fields => new JsonStructText(fields, formats, leavesOutNulls),
        ArrayType array => new JsonArrayText(Create(name, array.Element, formats, leavesOutNulls)),
        MapType map => new JsonMapText(Key(name, map.Key, formats), Create(name, map.Value, formats, leavesOutNulls)),
        VariantType => new JsonVariantText(formats.Zone),
        FloatType or DoubleType => new JsonFloatText(ColumnText.Create(type, formats)!),
        BooleanType or NumericType => new JsonPlainText(ColumnText.Create(type, formats)!),
        _ => new JsonStringText(ColumnText.Create(type, formats) ?? throw RecordErrors.Unsupported("JSON", new Field(name, type))),
    };

    private static JsonValueText Key(string name, DataType type, ValueFormats formats) => ColumnText.Create(type, formats) is { } text ? new JsonStringText(text)
        : type is NullType ? new JsonNullText()
        : type is StructType fields ? new JsonStructKeyText([.. fields.Fields.Select(f => Create(f.Name, f.Type, formats, false))])
        : throw RecordErrors.Unsupported("JSON", new Field(name, type));

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

    public bool IsNull(int lane) => (bound ?? throw new UnreachableException("written before it is bound")).IsNull(lane);

    public void Write(int lane, ArrayBufferWriter<byte> output)
    {
        if (IsNull(lane))
            output.Write("null"u8);
        else
            WriteValue(lane, output);
    }

    /// <summary>Writes a lane without the quotes and escapes of a string.</summary>
    public virtual void WriteBare(int lane, ArrayBufferWriter<byte> output) => Write(lane, output);

    /// <summary>Writes a lane that is not null.</summary>
    public abstract void WriteValue(int lane, ArrayBufferWriter<byte> output);

    protected abstract void BindPlain(Vector vector, MemoryBudget budget);

    protected virtual void UnbindMembers()
    {
    }
}

internal sealed class JsonNullText : JsonValueText
{
    public override void WriteValue(int lane, ArrayBufferWriter<byte> output) => output.Write("null"u8);

    protected override void BindPlain(Vector vector, MemoryBudget budget)
    {
    }
}

/// <summary>Numbers and booleans.</summary>
internal sealed class JsonPlainText(ColumnText text) : JsonValueText
{
    public override void WriteValue(int lane, ArrayBufferWriter<byte> output) => text.Write(lane, output);

    protected override void BindPlain(Vector vector, MemoryBudget budget) => text.Bind((FlatVector)vector);
}

/// <summary>Floating-point numbers; NaN and infinities, which JSON lacks, stand in quotes.</summary>
internal sealed class JsonFloatText(ColumnText text) : JsonValueText
{
    private readonly ArrayBufferWriter<byte> number = new(32);

    public override void WriteValue(int lane, ArrayBufferWriter<byte> output)
    {
        number.ResetWrittenCount();
        text.Write(lane, number);
        var isWord = char.IsAsciiLetter((char)number.WrittenSpan[^1]);
        if (isWord)
            output.Write("\""u8);
        output.Write(number.WrittenSpan);
        if (isWord)
            output.Write("\""u8);
    }

    protected override void BindPlain(Vector vector, MemoryBudget budget) => text.Bind((FlatVector)vector);
}

/// <summary>Strings, and all that is written as one.</summary>
internal sealed class JsonStringText(ColumnText text) : JsonValueText
{
    private readonly ArrayBufferWriter<byte> plain = new(64);

    public override void WriteValue(int lane, ArrayBufferWriter<byte> output)
    {
        plain.ResetWrittenCount();
        text.Write(lane, plain);
        JsonEscapes.Write(plain.WrittenSpan, output);
    }

    public override void WriteBare(int lane, ArrayBufferWriter<byte> output)
    {
        if (IsNull(lane))
            output.Write("null"u8);
        else
            text.Write(lane, output);
    }

    protected override void BindPlain(Vector vector, MemoryBudget budget) => text.Bind((FlatVector)vector);
}

/// <summary>Binary values, in Base64.</summary>
internal sealed unsafe class JsonBinaryText : JsonValueText
{
    private BytesView* views;

    public override void WriteValue(int lane, ArrayBufferWriter<byte> output)
    {
        var bytes = BytesView.Span(views + lane);
        output.Write("\""u8);
        System.Buffers.Text.Base64.EncodeToUtf8(bytes, output.GetSpan(System.Buffers.Text.Base64.GetMaxEncodedToUtf8Length(bytes.Length) + 1), out _, out var written);
        output.Advance(written);
        output.Write("\""u8);
    }

    protected override void BindPlain(Vector vector, MemoryBudget budget) => views = (BytesView*)((FlatVector)vector).Values;
}

/// <summary>Variants, which know how they are written.</summary>
internal sealed unsafe class JsonVariantText(TimeZone zone) : JsonValueText
{
    private BytesView* views;

    public override void WriteValue(int lane, ArrayBufferWriter<byte> output) => VariantText.Write(VariantValue.Of(BytesView.Span(views + lane)), zone, output);

    protected override void BindPlain(Vector vector, MemoryBudget budget) => views = (BytesView*)((FlatVector)vector).Values;
}

/// <summary>Structs as names of fields: their values in brackets.</summary>
internal sealed class JsonStructKeyText(JsonValueText[] fields) : JsonValueText
{
    private readonly ArrayBufferWriter<byte> plain = new(64);

    public override void WriteValue(int lane, ArrayBufferWriter<byte> output)
    {
        plain.ResetWrittenCount();
        plain.Write("["u8);
        for (var i = 0; i < fields.Length; i++)
        {
            if (i > 0)
                plain.Write(","u8);
            fields[i].WriteBare(lane, plain);
        }

        plain.Write("]"u8);
        JsonEscapes.Write(plain.WrittenSpan, output);
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
