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
    private readonly FlatValues flat;

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
        flat = new FlatValues(leaf, reading, budget);
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
            repetitions = PageLevels.Of(at, at + header.RepetitionBytes, MaxRepetition);
            at += header.RepetitionBytes;
            definitions = PageLevels.Of(at, at + header.DefinitionBytes, MaxDefinition);
            at += header.DefinitionBytes;
        }
        else
        {
            repetitions = PageLevels.Prefixed(ref at, page.End, MaxRepetition, header.RepetitionEncoding);
            definitions = PageLevels.Prefixed(ref at, page.End, MaxDefinition, header.DefinitionEncoding);
        }

        if (header.Encoding is Metadata.Encoding.PlainDictionary or Metadata.Encoding.RleDictionary)
            OpenCodes(at, page.End);
        else
            decoder = ValueDecoders.Open(leaf, reading.Raw, header.Encoding, at, page.End, header.Values, budget);
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
            return isCoded ? ReadCoded(lanes, validity, valid) : flat.Read(decoder!, page!, lanes, validity, valid);
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

        return flat.ReadPicked(decoder!, count, places, picked);
    }

    public void Dispose()
    {
        Close();
        dictionary?.Release();
        dictionary = null;
        pages.Dispose();
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
            var values = (FlatVector)flat.Read(ValueDecoders.Plain(leaf, reading.Raw, body.Start, body.End), body, header.Values, null, header.Values);
            var isFloating = leaf.Type is FloatType or DoubleType;
            dictionary = new LeafDictionary(values, (reading.Conversion?.IsInjective ?? true) && !isFloating, budget);
        }
        finally
        {
            body.Release();
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
}
