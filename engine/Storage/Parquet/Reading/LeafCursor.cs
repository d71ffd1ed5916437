using System.Runtime.CompilerServices;
using Spindle.Columnar.Memory;
using Spindle.Columnar.Types;
using Spindle.Columnar.Vectors;
using Spindle.Sources;
using Spindle.Storage.Files;
using Spindle.Storage.Parquet.Encodings;
using Spindle.Storage.Parquet.Metadata;
using Spindle.Storage.Parquet.Schema;

namespace Spindle.Storage.Parquet.Reading;

/// <summary>Moves through one leaf's column chunk, page by page, and makes vectors of its values. Levels are handed out, their meaning is the column reader's.</summary>
internal sealed unsafe class LeafCursor : IDisposable
{
    private readonly LeafNode leaf;
    private readonly LeafReading reading;
    private readonly MemoryBudget budget;
    private readonly PageStream pages;

    private LeafDictionary? dictionary;
    private PageHeader? peeked;
    private PageBuffer? page;
    private ValueDecoder? decoder;
    private RunLengthDecoder codes;
    private int codeWidth;
    private bool isCoded;
    private RunLengthDecoder definitions;
    private RunLengthDecoder repetitions;

    public LeafCursor(IInputFile file, ColumnChunkRecord chunk, LeafNode leaf, MemoryBudget budget, IScanMetrics metrics)
    {
        this.leaf = leaf;
        this.budget = budget;
        reading = LeafReading.For(leaf);
        MaxDefinition = leaf.Source.Definition;
        MaxRepetition = leaf.Source.Repetition;
        pages = new PageStream(file, chunk, MaxDefinition == 1 && MaxRepetition == 0, budget, metrics);
    }

    public LeafNode Leaf => leaf;

    public int MaxDefinition { get; }

    public int MaxRepetition { get; }

    /// <summary>Entries (values and nulls) of the current page that are not used up.</summary>
    public int Left { get; private set; }

    /// <summary>Where the current page's head begins in the file, for messages.</summary>
    public long PageOffset { get; private set; }

    /// <summary>Entries of the next page, which is not decompressed by asking; -1 at the chunk's end.</summary>
    public int PeekNext()
    {
        while (peeked is null)
        {
            Close();
            PageOffset = pages.Offset;
            peeked = pages.Next();
            if (peeked is null)
                return -1;
            if (peeked.Kind == PageKind.Dictionary)
                ReadDictionary(peeked);
            else if (peeked.Kind is not (PageKind.Data or PageKind.DataV2))
                pages.SkipBody(peeked);
            else
                break;
            peeked = null;
        }

        return peeked.Values;
    }

    /// <summary>Passes over the whole next page.</summary>
    public void SkipNext()
    {
        pages.SkipBody(peeked!);
        peeked = null;
    }

    /// <summary>Opens the next page.</summary>
    public void OpenNext()
    {
        if (PeekNext() < 0)
            ParquetFormatException.Throw("the column chunk ends before its rows do");
        var header = peeked!;
        peeked = null;
        page = pages.ReadBody(header);
        Left = header.Values;
        var at = page.Start;
        if (header.Kind == PageKind.DataV2)
        {
            repetitions = Levels(at, at + header.RepetitionBytes, MaxRepetition);
            at += header.RepetitionBytes;
            definitions = Levels(at, at + header.DefinitionBytes, MaxDefinition);
            at += header.DefinitionBytes;
        }
        else
        {
            repetitions = PrefixedLevels(ref at, page.End, MaxRepetition, header.RepetitionEncoding);
            definitions = PrefixedLevels(ref at, page.End, MaxDefinition, header.DefinitionEncoding);
        }

        OpenValues(header.Encoding, at, page.End, header.Values);
    }

    /// <summary>Reads the definition levels of the next entries, of a leaf whose highest is one, as a bitmap; all of them are used up.</summary>
    /// <param name="valid">How many are one.</param>
    /// <returns>A buffer that the caller owns, or null where all are one.</returns>
    public NativeBuffer? ReadValidity(int count, out int valid)
    {
        if (definitions.IsRun(count, out var level))
        {
            definitions.Skip(count);
            Left -= count;
            valid = level == 0 ? 0 : count;
            return level == 0 ? budget.AllocateZeroed(Bits.BytesFor(count)) : null;
        }

        var bitmap = budget.AllocateZeroed(Bits.BytesFor(count));
        try
        {
            valid = definitions.ReadBits(bitmap.Pointer, 0, count);
        }
        catch
        {
            bitmap.Release();
            throw;
        }

        Left -= count;
        if (valid < count)
            return bitmap;
        bitmap.Release();
        return null;
    }

    /// <summary>Reads the levels of the next entries, a byte each.</summary>
    public void ReadLevels(byte* definitionLevels, byte* repetitionLevels, int count)
    {
        if (MaxRepetition > 0)
            repetitions.Read(repetitionLevels, count);
        else
            new Span<byte>(repetitionLevels, count).Clear();
        if (MaxDefinition > 0)
            definitions.Read(definitionLevels, count);
        else
            new Span<byte>(definitionLevels, count).Clear();
        Left -= count;
    }

    /// <summary>Uses up entries of a required leaf, which has no levels.</summary>
    public void Take(int count) => Left -= count;

    /// <summary>Uses up entries if none of them is null, as far as that shows at once.</summary>
    public bool TakeValid(int count)
    {
        if (MaxDefinition > 0)
        {
            if (!definitions.IsRun(count, out var level) || level == 0)
                return false;
            definitions.Skip(count);
        }

        Left -= count;
        return true;
    }

    /// <summary>Passes over entries of a leaf without repetition, and over their values.</summary>
    public void SkipEntries(int count)
    {
        Left -= count;
        SkipValues(MaxDefinition == 0 ? count : definitions.SkipBits(count));
    }

    /// <summary>Passes over values.</summary>
    public void SkipValues(long count)
    {
        if (count == 0)
            return;
        if (isCoded)
            codes.Skip(count);
        else
            decoder!.Skip(count);
    }

    /// <summary>A vector of the page's next <paramref name="valid"/> values, in lanes that are null where <paramref name="validity"/> says so.</summary>
    /// <param name="validity">A bit a lane, which the call takes over; null where every lane has a value.</param>
    public Vector Read(int lanes, NativeBuffer? validity, int valid)
    {
        try
        {
            if (reading.Target == PhysicalType.Null)
            {
                SkipValues(valid);
                return new FlatVector(leaf.Type, lanes, null);
            }

            if (valid == 0)
                return LeafDictionary.Nulls(leaf.Type, lanes, budget);
            return isCoded ? ReadCoded(lanes, validity, valid) : ReadFlat(lanes, validity, valid);
        }
        finally
        {
            validity?.Release();
        }
    }

    /// <summary>
    /// Values at those rising places among the page's next <paramref name="count"/> values, none of them null; the values are passed over. Null where it is as well to read them all.
    /// </summary>
    public Vector? ReadPicked(int count, int* places, int picked)
    {
        if (isCoded)
        {
            if (codes.IsRun(count, out _))
                return null;
            var all = budget.Allocate((count + 8L) * sizeof(int));
            var some = budget.Allocate((picked + 8L) * sizeof(int));
            try
            {
                codes.Read((int*)all.Pointer, count);
                for (var i = 0; i < picked; i++)
                    ((int*)some.Pointer)[i] = ((int*)all.Pointer)[places[i]];
                dictionary!.Check((int*)some.Pointer, picked, codeWidth);
                return Coded(some, picked, null);
            }
            finally
            {
                all.Release();
                some.Release();
            }
        }

        if (reading.Conversion is not null || reading.Raw is not (RawForm.Four or RawForm.Eight) || decoder!.Slice(count) is var values && values == null)
            return null;
        var width = reading.Raw.Width();
        var target = budget.Allocate((long)picked * width);
        if (width == 4)
            Pick((int*)values, places, (int*)target.Pointer, picked);
        else
            Pick((long*)values, places, (long*)target.Pointer, picked);
        return new FlatVector(leaf.Type, picked, target);
    }

    public void Dispose()
    {
        Close();
        dictionary?.Release();
        dictionary = null;
        pages.Dispose();
    }

    private static void Pick<T>(T* values, int* places, T* target, int count) where T : unmanaged
    {
        for (var i = 0; i < count; i++)
            target[i] = Unsafe.ReadUnaligned<T>(values + places[i]);
    }

    private void Close()
    {
        decoder?.Release();
        decoder = null;
        page?.Release();
        page = null;
        isCoded = false;
        Left = 0;
    }

    private Vector ReadCoded(int lanes, NativeBuffer? validity, int valid)
    {
        if (validity is null && codes.IsRun(lanes, out var code))
        {
            codes.Skip(lanes);
            dictionary!.Check(&code, 1, codeWidth);
            return dictionary.Constant(code, lanes);
        }

        var indices = budget.Allocate((lanes + 8L) * sizeof(int));
        try
        {
            codes.Read((int*)indices.Pointer, valid);
            dictionary!.Check((int*)indices.Pointer, valid, codeWidth);
            if (validity is not null)
                Spread.Values((int*)indices.Pointer, validity.Pointer, lanes, valid, dictionary.IsUnfolded ? 0 : dictionary.Count);
            return Coded(indices, lanes, validity);
        }
        finally
        {
            indices.Release();
        }
    }

    private Vector Coded(NativeBuffer indices, int lanes, NativeBuffer? validity)
    {
        if (!dictionary!.IsUnfolded)
            return new DictionaryVector((validity is null ? dictionary.Values : dictionary.ValuesAndNull).Retain(), indices.Retain(), lanes, dictionary.IsDistinct);
        var values = Gather.Lanes(dictionary.Values, (int*)indices.Pointer, lanes, budget);
        if (validity is null)
            return values;
        var nullable = ((FlatVector)values).WithValidity(validity.Retain());
        values.Release();
        return nullable;
    }

    private Vector ReadFlat(int lanes, NativeBuffer? validity, int valid)
    {
        if (reading.Target == PhysicalType.Boolean)
            return ReadBooleans(lanes, validity, valid);
        if (validity is null && reading.Conversion is null && reading.Raw is RawForm.Four or RawForm.Eight && decoder!.Slice(lanes) is var slice && slice != null)
            return Slice(slice, lanes);

        var width = reading.Conversion?.Width ?? reading.Raw.Width();
        var values = budget.Allocate((long)lanes * width);
        BytesHeap? heap = null;
        try
        {
            heap = ReadConverted(values.Pointer, valid);
            if (validity is not null)
                Spread.Values(values.Pointer, width, validity.Pointer, lanes, valid);
        }
        catch
        {
            values.Release();
            heap?.Release();
            throw;
        }

        return new FlatVector(leaf.Type, lanes, values, validity?.Retain(), heap);
    }

    /// <summary>Decodes values into the type's form.</summary>
    /// <returns>The heap that the values' views point into, the caller's reference.</returns>
    private BytesHeap? ReadConverted(byte* target, int count)
    {
        if (reading.Conversion is not { } conversion)
        {
            decoder!.Read(target, count);
            return reading.Raw == RawForm.Views ? (decoder.OwnHeap ?? page!.Heap).Retain() : null;
        }

        var raw = budget.Allocate((long)count * reading.Raw.Width());
        var heap = conversion.NeedsHeap ? new BytesHeap(budget) : null;
        try
        {
            decoder!.Read(raw.Pointer, count);
            conversion.Convert(raw.Pointer, target, count, heap);
            return heap;
        }
        catch
        {
            heap?.Release();
            throw;
        }
        finally
        {
            raw.Release();
        }
    }

    private FlatVector Slice(byte* values, int lanes)
    {
        var width = reading.Raw.Width();
        if (((nuint)values & (nuint)(width - 1)) == 0)
            return FlatVector.Within(leaf.Type, lanes, page!.Buffer.Retain(), values);
        var copy = budget.Allocate((long)lanes * width);
        Unsafe.CopyBlockUnaligned(copy.Pointer, values, (uint)(lanes * width));
        return new FlatVector(leaf.Type, lanes, copy);
    }

    private FlatVector ReadBooleans(int lanes, NativeBuffer? validity, int valid)
    {
        var bits = budget.AllocateZeroed(Bits.BytesFor(lanes));
        try
        {
            decoder!.Read(bits.Pointer, valid);
            if (validity is not null)
            {
                var spread = budget.AllocateZeroed(Bits.BytesFor(lanes));
                Spread.BitsInto(spread.Pointer, bits.Pointer, validity.Pointer, lanes);
                bits.Release();
                bits = spread;
            }
        }
        catch
        {
            bits.Release();
            throw;
        }

        return new FlatVector(leaf.Type, lanes, bits, validity?.Retain());
    }

    private void ReadDictionary(PageHeader header)
    {
        if (dictionary is not null)
            ParquetFormatException.Throw("the column chunk has a second dictionary");
        var body = pages.ReadBody(header);
        try
        {
            if (header.Encoding is not (Metadata.Encoding.Plain or Metadata.Encoding.PlainDictionary) || reading.Raw == RawForm.Bits)
                ParquetFormatException.Throw($"a dictionary in the encoding {header.Encoding}");
            var least = leaf.Source.Element.Type switch
            {
                PhysicalKind.ByteArray => 4,
                PhysicalKind.FixedLenByteArray => Math.Max(1, leaf.Source.Element.TypeLength),
                _ => reading.Raw.Width(),
            };
            if (header.Values > Math.Max(1, (body.End - body.Start) / least))
                ParquetFormatException.Throw($"a dictionary of {body.End - body.Start} bytes announces {header.Values} entries");
            if (reading.Target == PhysicalType.Null)
                return;
            page = body;
            decoder = Plain(body.Start, body.End);
            var values = (FlatVector)ReadFlat(header.Values, null, header.Values);
            var isFloating = leaf.Type is FloatType or DoubleType;
            dictionary = new LeafDictionary(values, (reading.Conversion?.IsInjective ?? true) && !isFloating, budget);
        }
        finally
        {
            decoder = null;
            page = null;
            body.Release();
        }
    }

    private void OpenValues(Metadata.Encoding encoding, byte* at, byte* end, int count)
    {
        var kind = leaf.Source.Element.Type!.Value;
        switch (encoding)
        {
            case Metadata.Encoding.PlainDictionary or Metadata.Encoding.RleDictionary:
                OpenCodes(at, end);
                return;
            case Metadata.Encoding.Plain:
                decoder = Plain(at, end);
                return;
            case Metadata.Encoding.Rle when kind == PhysicalKind.Boolean:
                decoder = at == end ? Plain(at, end) : new RunLengthBooleanDecoder(at, end);
                return;
            case Metadata.Encoding.DeltaBinaryPacked when kind is PhysicalKind.Int32 or PhysicalKind.Int64:
                decoder = at == end ? Plain(at, end) : new DeltaBinaryPackedDecoder(at, end, kind == PhysicalKind.Int32, budget);
                return;
            case Metadata.Encoding.DeltaLengthByteArray when kind == PhysicalKind.ByteArray:
                decoder = at == end ? Plain(at, end) : new DeltaLengthBytesDecoder(at, end, count, budget);
                return;
            case Metadata.Encoding.DeltaByteArray when kind is PhysicalKind.ByteArray or PhysicalKind.FixedLenByteArray:
                decoder = at == end ? Plain(at, end) : new DeltaBytesDecoder(at, end, count, budget);
                return;
            case Metadata.Encoding.ByteStreamSplit when reading.Raw is RawForm.Four or RawForm.Eight:
                decoder = new ByteStreamSplitDecoder(at, end, reading.Raw.Width());
                return;
            case Metadata.Encoding.ByteStreamSplit when kind == PhysicalKind.FixedLenByteArray:
                decoder = new ByteStreamSplitBytesDecoder(at, end, leaf.Source.Element.TypeLength, budget);
                return;
            default:
                ParquetFormatException.Throw($"values of type {kind} in the encoding {encoding}");
                return;
        }
    }

    private void OpenCodes(byte* at, byte* end)
    {
        if (dictionary is null && reading.Target != PhysicalType.Null)
            ParquetFormatException.Throw("a page of dictionary codes without a dictionary");
        isCoded = true;
        codeWidth = at == end ? 0 : *at;
        codes = at == end ? new RunLengthDecoder(at, end, 0) : new RunLengthDecoder(at + 1, end, codeWidth);
    }

    private ValueDecoder Plain(byte* at, byte* end) => leaf.Source.Element.Type switch
    {
        PhysicalKind.Boolean => new PlainBooleanDecoder(at, end),
        PhysicalKind.ByteArray => new PlainBytesDecoder(at, end),
        PhysicalKind.FixedLenByteArray => new PlainFixedBytesDecoder(at, end, leaf.Source.Element.TypeLength),
        _ => new PlainFixedDecoder(at, end, reading.Raw.Width()),
    };

    private static RunLengthDecoder Levels(byte* at, byte* end, int highest) =>
        new(at, end, System.Numerics.BitOperations.Log2((uint)highest) + (highest == 0 ? 0 : 1));

    private static RunLengthDecoder PrefixedLevels(ref byte* at, byte* end, int highest, Metadata.Encoding encoding)
    {
        if (highest == 0)
            return default;
        if (encoding != Metadata.Encoding.Rle)
            ParquetFormatException.Throw($"levels in the encoding {encoding}");
        if (end - at < 4 || Unsafe.ReadUnaligned<uint>(at) > end - at - 4)
            ParquetFormatException.Throw("a page's levels are cut short");
        var length = Unsafe.ReadUnaligned<uint>(at);
        var levels = Levels(at + 4, at + 4 + length, highest);
        at += 4 + length;
        return levels;
    }
}
