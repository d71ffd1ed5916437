using Spindle.Columnar.Memory;
using Spindle.Columnar.Types;
using Spindle.Columnar.Vectors;
using Spindle.Formats.Records;
using Spindle.Formats.Values;
using TimeZone = Spindle.Columnar.Time.TimeZone;

namespace Spindle.Formats.Csv.Reading;

/// <summary>Makes one column's vector of a batch of records, in one loop that knows the column's type.</summary>
internal abstract class CsvColumn(Field field, int slot, CsvOptions options)
{
    private readonly byte[] nullValue = options.NullValue;
    private readonly byte[] emptyValue = options.EmptyValue;

    public Field Field { get; } = field;

    public int Slot { get; } = slot;

    /// <param name="window">What the records' cells point into.</param>
    /// <param name="records">The cells.</param>
    /// <param name="bad">Set at records whose field is not a value of the column's type; never cleared.</param>
    /// <param name="budget">Pays for the vector.</param>
    public abstract Vector Read(ReadOnlySpan<byte> window, CsvRecords records, Span<bool> bad, MemoryBudget budget);

    public static CsvColumn Create(Field field, int slot, CsvOptions options, TimeZone zone) => field.Type switch
    {
        BooleanType => new CsvBooleanColumn(field, slot, options),
        ByteType => new CsvColumn<sbyte, ByteParser>(field, slot, options, default),
        ShortType => new CsvColumn<short, ShortParser>(field, slot, options, default),
        IntegerType => new CsvColumn<int, IntParser>(field, slot, options, default),
        LongType => new CsvColumn<long, LongParser>(field, slot, options, default),
        FloatType => new CsvColumn<float, FloatParser>(field, slot, options, new FloatParser(options)),
        DoubleType => new CsvColumn<double, DoubleParser>(field, slot, options, new DoubleParser(options)),
        DecimalType { Physical: PhysicalType.Int64 } type => new CsvColumn<long, SmallDecimalParser>(field, slot, options, new SmallDecimalParser(type)),
        DecimalType type => new CsvColumn<Int128, DecimalParser>(field, slot, options, new DecimalParser(type)),
        DateType => new CsvColumn<int, DateParser>(field, slot, options, new DateParser(options.DateFormat)),
        TimestampType => new CsvColumn<long, TimestampParser>(field, slot, options, new TimestampParser(options.TimestampFormat, zone)),
        TimestampNtzType => new CsvColumn<long, TimestampNtzParser>(field, slot, options, new TimestampNtzParser(options.TimestampNtzFormat)),
        TimeType => new CsvColumn<long, TimeParser>(field, slot, options, default),
        YearMonthIntervalType type => new CsvColumn<int, YearMonthParser>(field, slot, options, new YearMonthParser(type)),
        DayTimeIntervalType type => new CsvColumn<long, DayTimeParser>(field, slot, options, new DayTimeParser(type)),
        CalendarIntervalType => new CsvColumn<CalendarInterval, CalendarIntervalParser>(field, slot, options, default),
        StringType or CharType or VarcharType => new CsvStringColumn(field, slot, options),
        _ => throw RecordErrors.Unsupported("CSV", field),
    };

    /// <summary>False where the field is null.</summary>
    protected bool TryText(ReadOnlySpan<byte> window, CsvRecords records, CsvCell cell, out ReadOnlySpan<byte> text)
    {
        text = default;
        if (cell.Length < 0)
            return false;
        text = cell.Length == 0 ? emptyValue : records.Text(cell, window);
        return text.Length != nullValue.Length || !text.SequenceEqual(nullValue);
    }

    protected ReadOnlySpan<CsvCell> Cells(CsvRecords records) => records.Cells.AsSpan(Slot * records.Capacity, records.Count);
}

/// <summary>Values of fixed width.</summary>
internal sealed unsafe class CsvColumn<T, TParser>(Field field, int slot, CsvOptions options, TParser parser) : CsvColumn(field, slot, options)
    where T : unmanaged
    where TParser : struct, ITextParser<T>
{
    public override Vector Read(ReadOnlySpan<byte> window, CsvRecords records, Span<bool> bad, MemoryBudget budget)
    {
        var cells = Cells(records);
        var values = budget.Allocate((long)cells.Length * sizeof(T));
        var validity = new LaneValidity(cells.Length, budget);
        var target = (T*)values.Pointer;
        for (var row = 0; row < cells.Length; row++)
        {
            target[row] = default;
            if (!TryText(window, records, cells[row], out var text))
            {
                validity.SetNull(row);
            }
            else if (!parser.TryParse(text, out target[row]))
            {
                target[row] = default;
                validity.SetNull(row);
                bad[row] = true;
            }
        }

        return new FlatVector(Field.Type, cells.Length, values, validity.Take());
    }
}

internal sealed unsafe class CsvBooleanColumn(Field field, int slot, CsvOptions options) : CsvColumn(field, slot, options)
{
    public override Vector Read(ReadOnlySpan<byte> window, CsvRecords records, Span<bool> bad, MemoryBudget budget)
    {
        var cells = Cells(records);
        var values = budget.AllocateZeroed(Bits.BytesFor(cells.Length));
        var validity = new LaneValidity(cells.Length, budget);
        for (var row = 0; row < cells.Length; row++)
        {
            if (!TryText(window, records, cells[row], out var text))
            {
                validity.SetNull(row);
            }
            else if (TextTrim.EqualsIgnoreCase(text, "true"u8))
            {
                Bits.Put(values.Pointer, row, true);
            }
            else if (!TextTrim.EqualsIgnoreCase(text, "false"u8))
            {
                validity.SetNull(row);
                bad[row] = true;
            }
        }

        return new FlatVector(Field.Type, cells.Length, values, validity.Take());
    }
}

internal sealed unsafe class CsvStringColumn(Field field, int slot, CsvOptions options) : CsvColumn(field, slot, options)
{
    public override Vector Read(ReadOnlySpan<byte> window, CsvRecords records, Span<bool> bad, MemoryBudget budget)
    {
        var cells = Cells(records);
        var values = budget.Allocate((long)cells.Length * sizeof(BytesView));
        var validity = new LaneValidity(cells.Length, budget);
        var heap = new BytesHeap(budget);
        var views = (BytesView*)values.Pointer;
        try
        {
            for (var row = 0; row < cells.Length; row++)
            {
                if (TryText(window, records, cells[row], out var text))
                {
                    views[row] = heap.Append(text);
                }
                else
                {
                    views[row] = default;
                    validity.SetNull(row);
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

        return new FlatVector(Field.Type, cells.Length, values, validity.Take(), heap);
    }
}
