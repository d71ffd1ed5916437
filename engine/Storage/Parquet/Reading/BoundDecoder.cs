using System.Runtime.CompilerServices;
using Spindle.Columnar.Memory;
using Spindle.Columnar.Types;
using Spindle.Columnar.Vectors;
using Spindle.Sources;
using Spindle.Storage.Parquet.Encodings;
using Spindle.Storage.Parquet.Metadata;
using Spindle.Storage.Parquet.Schema;
using Spindle.Storage.Tables;

namespace Spindle.Storage.Parquet.Reading;

/// <summary>Turns the bounds of a leaf, as statistics and indexes hold them, into values; null where they say nothing that can be relied on.</summary>
internal sealed unsafe class BoundDecoder
{
    // Bounds are a few bytes each, made while planning: they are no part of a query's budget.
    private static readonly MemoryBudget Budget = new();

    private readonly LeafNode leaf;
    private readonly LeafReading reading;
    private readonly bool isOrdered;

    public BoundDecoder(LeafNode leaf)
    {
        this.leaf = leaf;
        reading = LeafReading.For(leaf);
        isOrdered = reading.Target != PhysicalType.Null && leaf.Source.Element.Type != PhysicalKind.Int96 && leaf.Type is not (CalendarIntervalType or VariantType)
            && !LeafTypes.IsFloat16(leaf.Source.Element);
    }

    /// <summary>The bounds of a column chunk.</summary>
    public ColumnRange Range(ColumnStatisticsRecord statistics)
    {
        var (min, max) = (statistics.Min, statistics.Max);
        if (min is null && max is null && IsSignedNumber)
            (min, max) = (statistics.LegacyMin, statistics.LegacyMax);
        return Range(min, max, statistics.NullCount);
    }

    public ColumnRange Range(byte[]? min, byte[]? max, long nullCount)
    {
        if (!isOrdered)
            return new ColumnRange(null, null, nullCount);
        var (low, high) = (Decode(min), Decode(max));

        // A bound that is no number says nothing, and a zero bound leaves its sign open.
        low = low switch { float.NaN or double.NaN => null, 0.0 => -0.0, 0.0f => -0.0f, _ => low };
        high = high switch { float.NaN or double.NaN => null, 0.0 => 0.0, 0.0f => 0.0f, _ => high };
        if (low is null && leaf.Type is FloatType or DoubleType || high is null && leaf.Type is FloatType or DoubleType)
            return new ColumnRange(null, null, nullCount);
        return Bounds.Compare(low, high) > 0 ? new ColumnRange(null, null, nullCount) : new ColumnRange(low, high, nullCount);
    }

    private bool IsSignedNumber => leaf.Source.Element.Type is PhysicalKind.Int32 or PhysicalKind.Int64 or PhysicalKind.Float or PhysicalKind.Double
        && LeafTypes.IntegerOf(leaf.Source.Element).Signed;

    private object? Decode(byte[]? bytes)
    {
        if (bytes is null || (reading.Raw is RawForm.Four or RawForm.Eight && bytes.Length != reading.Raw.Width()) || (reading.Raw == RawForm.Bits && bytes.Length != 1))
            return null;
        if (reading.Raw == RawForm.Bits)
            return bytes[0] != 0;
        fixed (byte* start = bytes)
        {
            BytesView view = default;
            var raw = start;
            if (reading.Raw == RawForm.Views)
            {
                // A truncated bound of a fixed length means its bytes as they are; only text and binary are ever cut.
                if (reading.Conversion is not null && leaf.Source.Element.Type == PhysicalKind.FixedLenByteArray && bytes.Length != leaf.Source.Element.TypeLength)
                    return null;
                byte none = 0;
                view = BytesView.Of(start == null ? &none : start, bytes.Length);
                raw = (byte*)&view;
            }

            var values = Budget.Allocate(16);
            var heap = reading.Conversion is { NeedsHeap: true } ? new BytesHeap(Budget) : null;
            FlatVector? vector = null;
            try
            {
                if (reading.Conversion is { } conversion)
                    conversion.Convert(raw, values.Pointer, 1, heap);
                else
                    Unsafe.CopyBlockUnaligned(values.Pointer, raw, (uint)reading.Raw.Width());
                vector = new FlatVector(leaf.Type, 1, values.Retain(), null, heap?.Retain());
                return vector.Read(0);
            }
            catch (ParquetFormatException)
            {
                return null;
            }
            finally
            {
                vector?.Release();
                heap?.Release();
                values.Release();
            }
        }
    }
}
