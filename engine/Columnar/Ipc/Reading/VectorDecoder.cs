using Spindle.Columnar.Ipc.Metadata;
using Spindle.Columnar.Memory;
using Spindle.Columnar.Types;
using Spindle.Columnar.Vectors;

namespace Spindle.Columnar.Ipc.Reading;

/// <summary>
/// Decodes the columns of one batch, depth first. Vectors it returns are held by <see cref="PendingReferences"/> until
/// they are given out.
/// </summary>
internal sealed unsafe partial class VectorDecoder(
    BodyReader body, DictionaryStore dictionaries, MemoryBudget budget, PendingReferences pending)
{
    /// <summary>Decodes the next column; it has <paramref name="lanes"/> lanes or it is refused.</summary>
    internal Vector Decode(ArrowField field, int lanes)
    {
        FieldNode node = body.TakeNode();
        if (node.Length < lanes)
            ArrowFormatException.Throw($"column '{field.Name}' has {node.Length} lanes where {lanes} are needed");

        Vector vector = field.Dictionary is { } dictionary
            ? DecodeDictionary(field, dictionary, node)
            : DecodeValues(field, node);
        if (vector.Length == lanes)
            return vector;

        Vector slice = pending.Hold(vector.Slice(0, lanes));
        pending.Give(vector).Release();
        return slice;
    }

    /// <summary>Decodes the next column whatever its length, for children whose parent says where it looks.</summary>
    private Vector DecodeAll(ArrowField field)
    {
        FieldNode node = body.TakeNode();
        return field.Dictionary is { } dictionary ? DecodeDictionary(field, dictionary, node) : DecodeValues(field, node);
    }

    private Vector DecodeValues(ArrowField field, FieldNode node)
    {
        switch (field.Arrow.Id)
        {
            case ArrowTypeId.Null:
                return pending.Hold<Vector>(new FlatVector(field.Type, (int)node.Length, null));
            case ArrowTypeId.RunEndEncoded:
                return DecodeRuns(field, (int)node.Length);
            default:
                break;
        }

        int lanes = (int)node.Length;
        NativeBuffer? validity = TakeValidity(node, field);
        return field.Arrow.Id switch
        {
            ArrowTypeId.Bool => DecodeBits(field, lanes, validity),
            ArrowTypeId.Utf8 or ArrowTypeId.Binary => DecodeBytes<int>(field, lanes, validity),
            ArrowTypeId.LargeUtf8 or ArrowTypeId.LargeBinary => DecodeBytes<long>(field, lanes, validity),
            ArrowTypeId.Utf8View or ArrowTypeId.BinaryView => DecodeViews(field, lanes, validity),
            ArrowTypeId.FixedSizeBinary => DecodeFixedBytes(field, lanes, validity),
            ArrowTypeId.List or ArrowTypeId.Map => DecodeList<int>(field, lanes, validity),
            ArrowTypeId.LargeList => DecodeList<long>(field, lanes, validity),
            ArrowTypeId.ListView => DecodeListView<int>(field, lanes, validity),
            ArrowTypeId.LargeListView => DecodeListView<long>(field, lanes, validity),
            ArrowTypeId.FixedSizeList => DecodeFixedList(field, lanes, validity),
            ArrowTypeId.Struct => DecodeStruct(field, lanes, validity),
            _ => DecodeNumbers(field, lanes, validity),
        };
    }

    /// <summary>The validity bitmap, held, with clean bits past the end; null where no lane is null.</summary>
    private NativeBuffer? TakeValidity(FieldNode node, ArrowField field)
    {
        BodyBuffer bits = body.Take();
        int lanes = (int)node.Length;
        if (node.NullCount == 0 || lanes == 0)
        {
            body.Drop(bits);
            return null;
        }

        int used = (lanes + 7) / 8;
        if (bits.Length < used)
            ArrowFormatException.Throw($"column '{field.Name}' has nulls but no validity for all its lanes");

        NativeBuffer owned = body.Own(bits, used, Bits.BytesFor(lanes));
        new Span<byte>(owned.Pointer + used, Bits.BytesFor(lanes) - used).Clear();
        if ((lanes & 7) != 0)
            owned.Pointer[used - 1] &= (byte)((1 << (lanes & 7)) - 1);
        return owned;
    }

    private static bool IsValid(NativeBuffer? validity, int lane) => validity is null || Bits.Get(validity.Pointer, lane);

    private FlatVector DecodeBits(ArrowField field, int lanes, NativeBuffer? validity)
    {
        int used = (lanes + 7) / 8;
        NativeBuffer values = body.Own(body.Take(used), used, Bits.BytesFor(lanes));
        return Flat(field.Type, lanes, values, validity);
    }

    private FlatVector Flat(DataType type, int lanes, NativeBuffer values, NativeBuffer? validity, BytesHeap? heap = null, PhysicalType? physical = null) =>
        pending.Hold(new FlatVector(type, lanes, pending.Give(values), pending.GiveIfAny(validity), pending.GiveIfAny(heap), physical));

    private StructVector DecodeStruct(ArrowField field, int lanes, NativeBuffer? validity)
    {
        var children = new Vector[field.Children.Length];
        for (int i = 0; i < children.Length; i++)
        {
            children[i] = Decode(field.Children[i], lanes);
        }

        foreach (Vector child in children)
        {
            pending.Give(child);
        }

        return pending.Hold(new StructVector(field.Type, lanes, children, pending.GiveIfAny(validity)));
    }

    /// <summary>Runs of at least one lane each; values in plain form.</summary>
    private Vector DecodeRuns(ArrowField field, int lanes)
    {
        var ends = (FlatVector)DecodeAll(field.Children[0]);
        Vector values = DecodeAll(field.Children[1]);
        int runs = ends.Length;
        if (ends.MayHaveNulls || values.Length < runs)
            ArrowFormatException.Throw($"column '{field.Name}' has run ends without values or null run ends");

        NativeBuffer owned = pending.Hold(budget.Allocate((long)runs * sizeof(int)));
        var target = (int*)owned.Pointer;
        long previous = 0;
        for (int run = 0; run < runs; run++)
        {
            long end = ends.Physical switch
            {
                PhysicalType.Int16 => ((short*)ends.Values)[run],
                PhysicalType.Int32 => ((int*)ends.Values)[run],
                _ => ((long*)ends.Values)[run],
            };
            if (end <= previous || end > int.MaxValue)
                ArrowFormatException.Throw($"column '{field.Name}' has run ends that do not rise");
            target[run] = (int)end;
            previous = end;
        }

        if (previous < lanes)
            ArrowFormatException.Throw($"column '{field.Name}' has runs for {previous} of its {lanes} lanes");

        pending.Give(ends).Release();
        if (values.Length > runs)
            values = Replace(values, values.Slice(0, runs));
        values = Replace(values, Gather.Flatten(values, budget));
        if (runs == 0)
        {
            pending.Give(owned).Release();
            return values;
        }

        return pending.Hold(new RunVector(pending.Give(values), pending.Give(owned), lanes));
    }

    private Vector Replace(Vector old, Vector replacement)
    {
        pending.Hold(replacement);
        pending.Give(old).Release();
        return replacement;
    }
}
