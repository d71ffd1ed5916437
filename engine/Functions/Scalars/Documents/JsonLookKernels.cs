using System.Buffers;
using Spindle.Columnar.Builders;
using Spindle.Columnar.Memory;
using Spindle.Columnar.Types;
using Spindle.Columnar.Vectors;
using Spindle.Formats.Json;
using Spindle.Formats.Json.Documents;
using Spindle.Functions.Scalars.Shapes;

namespace Spindle.Functions.Scalars.Documents;

/// <summary>Looks into one JSON text a lane.</summary>
internal abstract class JsonLookKernel(DataType type, bool nullIntolerant = true) : LaneKernel(type, canRaise: false, nullIntolerant)
{
    private JsonDocument? document;

    protected ArrayBufferWriter<byte> Buffer { get; } = new(256);

    public override void Dispose()
    {
        document?.Dispose();
        document = null;
        base.Dispose();
    }

    /// <summary>The text of the first operand, loaded; null where it is no JSON.</summary>
    protected JsonDocument? Load(Vector operand, int lane, MemoryBudget budget)
    {
        document ??= new JsonDocument(JsonOptions.Lenient, budget);
        return !operand.IsNull(lane) && document.TryLoad(JsonFunctions.Text(operand, lane)) ? document : null;
    }
}

internal sealed class GetJsonObjectKernel() : JsonLookKernel(DataType.String)
{
    private byte[] lastPath = [];
    private JsonPath? path;

    protected override void Append(ReadOnlySpan<Vector> operands, int lane, VectorBuilder result)
    {
        var written = JsonFunctions.Text(operands[1], lane);
        if (!written.SequenceEqual(lastPath))
            (lastPath, path) = (written.ToArray(), JsonPath.TryParse(JsonFunctions.String(operands[1], lane)));
        Buffer.ResetWrittenCount();
        if (path is not null && Load(operands[0], lane, result.Budget) is { } document && document.TryPath(path, Buffer))
            ((BytesBuilder)result).Append(Buffer.WrittenSpan);
        else
            result.AppendNull();
    }
}

internal sealed class JsonArrayLengthKernel() : JsonLookKernel(DataType.Int)
{
    protected override void Append(ReadOnlySpan<Vector> operands, int lane, VectorBuilder result)
    {
        if (Load(operands[0], lane, result.Budget)?.ArrayLength() is { } length and >= 0)
            ((FixedBuilder<int>)result).Append(length);
        else
            result.AppendNull();
    }
}

internal sealed class JsonObjectKeysKernel(DataType type) : JsonLookKernel(type)
{
    protected override void Append(ReadOnlySpan<Vector> operands, int lane, VectorBuilder result)
    {
        var list = (ListBuilder)result;
        if (Load(operands[0], lane, result.Budget) is { } document && document.TryKeys((BytesBuilder)list.Elements))
            list.Close();
        else
            list.AppendNull();
    }
}

/// <summary>An array of one struct: the row that json_tuple gives.</summary>
internal sealed class JsonTupleKernel(DataType type) : JsonLookKernel(type, nullIntolerant: false)
{
    protected override void Append(ReadOnlySpan<Vector> operands, int lane, VectorBuilder result)
    {
        var document = Load(operands[0], lane, result.Budget);
        var list = (ListBuilder)result;
        var row = (StructBuilder)list.Elements;
        for (var i = 1; i < operands.Length; i++)
        {
            Buffer.ResetWrittenCount();
            if (document is not null && !operands[i].IsNull(lane) && document.TryField(JsonFunctions.Text(operands[i], lane), Buffer))
                ((BytesBuilder)row.Fields[i - 1]).Append(Buffer.WrittenSpan);
            else
                row.Fields[i - 1].AppendNull();
        }

        row.Close();
        list.Close();
    }
}
