using System.Numerics;
using Spindle.Columnar.Ipc.Metadata;
using Spindle.Columnar.Memory;
using Spindle.Columnar.Vectors;
using Vector = Spindle.Columnar.Vectors.Vector;

namespace Spindle.Columnar.Ipc.Reading;

/// <summary>Dictionary-encoded columns: Arrow's null index becomes an index to a null entry.</summary>
internal sealed unsafe partial class VectorDecoder
{
    private Vector DecodeDictionary(ArrowField field, ArrowDictionary dictionary, FieldNode node)
    {
        int lanes = (int)node.Length;
        NativeBuffer? validity = TakeValidity(node, field);
        Vector values = pending.Hold(dictionaries.Get(dictionary.Id, withNull: validity is not null).Retain());
        int entries = dictionaries.EntryCount(dictionary.Id);
        NativeBuffer indices = (dictionary.Index.Width, dictionary.Index.Signed) switch
        {
            (8, true) => DecodeIndices<sbyte>(field, lanes, validity, entries),
            (8, false) => DecodeIndices<byte>(field, lanes, validity, entries),
            (16, true) => DecodeIndices<short>(field, lanes, validity, entries),
            (16, false) => DecodeIndices<ushort>(field, lanes, validity, entries),
            (32, true) => DecodeIndices<int>(field, lanes, validity, entries),
            (32, false) => DecodeIndices<uint>(field, lanes, validity, entries),
            (_, true) => DecodeIndices<long>(field, lanes, validity, entries),
            (_, false) => DecodeIndices<ulong>(field, lanes, validity, entries),
        };
        if (validity is not null)
            pending.Give(validity).Release();
        return pending.Hold(new DictionaryVector(pending.Give(values), pending.Give(indices), lanes, entriesAreDistinct: false));
    }

    private NativeBuffer DecodeIndices<TIndex>(ArrowField field, int lanes, NativeBuffer? validity, int entries)
        where TIndex : unmanaged, IBinaryInteger<TIndex>
    {
        BodyBuffer source = body.Take((long)lanes * sizeof(TIndex));
        NativeBuffer indices = pending.Hold(budget.Allocate((long)lanes * sizeof(int)));
        var from = (TIndex*)source.Pointer;
        var to = (int*)indices.Pointer;
        for (int lane = 0; lane < lanes; lane++)
        {
            if (!IsValid(validity, lane))
            {
                to[lane] = entries;
                continue;
            }

            ulong index = ulong.CreateTruncating(long.CreateTruncating(from[lane]));
            if (index >= (ulong)entries)
                ArrowFormatException.Throw($"column '{field.Name}' has index {from[lane]} into a dictionary of {entries}");
            to[lane] = (int)index;
        }

        body.Drop(source);
        return indices;
    }
}
