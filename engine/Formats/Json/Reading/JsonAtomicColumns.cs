using System.Buffers;
using System.Buffers.Text;
using Spindle.Columnar.Memory;
using Spindle.Columnar.Types;
using Spindle.Columnar.Vectors;
using Spindle.Formats.Records;

namespace Spindle.Formats.Json.Reading;

/// <summary>Values of fixed width.</summary>
internal sealed unsafe class JsonColumn<T, TValue>(DataType type, TValue reader) : JsonColumn(type)
    where T : unmanaged
    where TValue : struct, IJsonValue<T>
{
    private const int LongestEscaped = 256;

    public override Vector Read(JsonSource source, ReadOnlySpan<int> nodes, Span<JsonOutcome> outcomes, MemoryBudget budget)
    {
        var values = budget.Allocate((long)nodes.Length * sizeof(T));
        var validity = new LaneValidity(nodes.Length, budget);
        var target = (T*)values.Pointer;
        Span<byte> plain = stackalloc byte[LongestEscaped];
        for (var lane = 0; lane < nodes.Length; lane++)
        {
            target[lane] = default;
            if (nodes[lane] < 0)
            {
                validity.SetNull(lane);
                continue;
            }

            ref readonly var token = ref source.Tape[nodes[lane]];
            var text = source.Text(token);
            if (token.Kind == JsonKind.Null)
            {
                validity.SetNull(lane);
                continue;
            }

            var fits = token.Kind != JsonKind.EscapedString ? reader.TryRead(token.Kind, text, out target[lane])
                : text.Length <= LongestEscaped && reader.TryRead(JsonKind.String, plain[..JsonText.Unescape(text, plain)], out target[lane]);
            if (!fits)
            {
                target[lane] = default;
                validity.SetNull(lane);
                outcomes[lane] = JsonOutcome.Misfit;
            }
        }

        return new FlatVector(Type, nodes.Length, values, validity.Take());
    }
}

internal sealed unsafe class JsonBooleanColumn() : JsonColumn(DataType.Boolean)
{
    public override Vector Read(JsonSource source, ReadOnlySpan<int> nodes, Span<JsonOutcome> outcomes, MemoryBudget budget)
    {
        var values = budget.AllocateZeroed(Bits.BytesFor(nodes.Length));
        var validity = new LaneValidity(nodes.Length, budget);
        for (var lane = 0; lane < nodes.Length; lane++)
        {
            var kind = nodes[lane] < 0 ? JsonKind.Null : source.Tape[nodes[lane]].Kind;
            if (kind == JsonKind.True)
            {
                Bits.Put(values.Pointer, lane, true);
            }
            else if (kind != JsonKind.False)
            {
                validity.SetNull(lane);
                if (kind != JsonKind.Null)
                    outcomes[lane] = JsonOutcome.Misfit;
            }
        }

        return new FlatVector(Type, nodes.Length, values, validity.Take());
    }
}

internal sealed class JsonNullColumn() : JsonColumn(DataType.Null)
{
    public override Vector Read(JsonSource source, ReadOnlySpan<int> nodes, Span<JsonOutcome> outcomes, MemoryBudget budget)
    {
        for (var lane = 0; lane < nodes.Length; lane++)
            if (nodes[lane] >= 0 && source.Tape[nodes[lane]].Kind != JsonKind.Null)
                outcomes[lane] = JsonOutcome.Misfit;
        return new FlatVector(Type, nodes.Length, null);
    }
}

/// <summary>Strings; objects, arrays and whole numbers are their own text, fractions the text of the double that they are.</summary>
internal sealed class JsonStringColumn(DataType type) : JsonBytesColumn(type)
{
    protected override bool TryAppend(in JsonToken token, ReadOnlySpan<byte> text, BytesHeap heap, out BytesView view)
    {
        if (token.Kind is JsonKind.Fraction or JsonKind.NonNumber)
        {
            var number = new ArrayBufferWriter<byte>(32);
            JsonCopy.WriteNumber(token.Kind, text, number);
            view = heap.Append(number.WrittenSpan);
            return true;
        }

        view = token.Kind == JsonKind.EscapedString ? Unescaped(text, heap) : heap.Append(text);
        return true;
    }
}

/// <summary>Binary values, in Base64.</summary>
internal sealed class JsonBinaryColumn() : JsonBytesColumn(DataType.Binary)
{
    protected override bool TryAppend(in JsonToken token, ReadOnlySpan<byte> text, BytesHeap heap, out BytesView view)
    {
        view = default;
        if (token.Kind is not (JsonKind.String or JsonKind.EscapedString))
            return false;
        var rented = ArrayPool<byte>.Shared.Rent(text.Length + 1);
        try
        {
            var length = JsonText.Unescape(text, rented);
            if (Base64.DecodeFromUtf8InPlace(rented.AsSpan(0, length), out var written) != OperationStatus.Done)
                return false;
            view = heap.Append(rented.AsSpan(0, written));
            return true;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(rented);
        }
    }
}

/// <summary>Values of variable length.</summary>
internal abstract unsafe class JsonBytesColumn(DataType type) : JsonColumn(type)
{
    public sealed override Vector Read(JsonSource source, ReadOnlySpan<int> nodes, Span<JsonOutcome> outcomes, MemoryBudget budget)
    {
        var values = budget.Allocate((long)nodes.Length * sizeof(BytesView));
        var validity = new LaneValidity(nodes.Length, budget);
        var heap = new BytesHeap(budget);
        var views = (BytesView*)values.Pointer;
        try
        {
            for (var lane = 0; lane < nodes.Length; lane++)
            {
                views[lane] = default;
                if (nodes[lane] < 0 || source.Tape[nodes[lane]].Kind == JsonKind.Null)
                {
                    validity.SetNull(lane);
                    continue;
                }

                ref readonly var token = ref source.Tape[nodes[lane]];
                if (!TryAppend(token, source.Text(token), heap, out views[lane]))
                {
                    validity.SetNull(lane);
                    outcomes[lane] = JsonOutcome.Misfit;
                }
            }
        }
        catch
        {
            values.Release();
            validity.Take()?.Release();
            heap.Release();
            throw;
        }

        return new FlatVector(Type, nodes.Length, values, validity.Take(), heap);
    }

    protected abstract bool TryAppend(in JsonToken token, ReadOnlySpan<byte> text, BytesHeap heap, out BytesView view);

    protected static BytesView Unescaped(ReadOnlySpan<byte> text, BytesHeap heap)
    {
        var target = heap.Reserve(text.Length);
        var length = JsonText.Unescape(text, new Span<byte>(target, text.Length));
        return BytesView.Of(target, length);
    }
}
