using System.Buffers;
using System.Diagnostics;
using Spindle.Columnar.Types;
using Spindle.Columnar.Vectors;

namespace Spindle.Formats.Records;

/// <summary>The lanes of one column as text, one at a time, without quotes or escapes. Bound to a vector in plain form (flat), batch by batch.</summary>
internal abstract class ColumnText
{
    /// <summary>True where the text may hold any byte; false for numbers and their like.</summary>
    public abstract bool IsFree { get; }

    public abstract void Bind(FlatVector vector);

    /// <summary>Appends the text of a lane that is not null.</summary>
    public abstract void Write(int lane, ArrayBufferWriter<byte> output);

    /// <summary>A writer for an atomic type; null where the type has no text.</summary>
    public static ColumnText? Create(DataType type, ValueFormats formats) => type switch
    {
        BooleanType => new BooleanColumnText(),
        ByteType => new ColumnText<sbyte, ByteFormatter>(default),
        ShortType => new ColumnText<short, ShortFormatter>(default),
        IntegerType => new ColumnText<int, IntFormatter>(default),
        LongType => new ColumnText<long, LongFormatter>(default),
        FloatType => new ColumnText<float, FloatFormatter>(default),
        DoubleType => new ColumnText<double, DoubleFormatter>(default),
        DecimalType { Physical: PhysicalType.Int64 } dec => new ColumnText<long, SmallDecimalFormatter>(new SmallDecimalFormatter(dec.Scale)),
        DecimalType dec => new WideDecimalColumnText(dec.Scale),
        DateType => new ColumnText<int, DateFormatter>(new DateFormatter(formats.DateOrNull)),
        TimestampType => new ColumnText<long, TimestampFormatter>(new TimestampFormatter(formats.Timestamp, formats.Zone)),
        TimestampNtzType => new ColumnText<long, TimestampNtzFormatter>(new TimestampNtzFormatter(formats.TimestampNtz)),
        TimeType => new ColumnText<long, TimeFormatter>(default),
        YearMonthIntervalType interval => new ColumnText<int, YearMonthFormatter>(new YearMonthFormatter(interval)),
        DayTimeIntervalType interval => new ColumnText<long, DayTimeFormatter>(new DayTimeFormatter(interval)),
        CalendarIntervalType => new ColumnText<CalendarInterval, CalendarIntervalFormatter>(default),
        StringType or CharType or VarcharType => new BytesColumnText(),
        _ => null,
    };
}

internal sealed unsafe class ColumnText<T, TFormatter>(TFormatter formatter) : ColumnText
    where T : unmanaged
    where TFormatter : struct, ITextFormatter<T>
{
    private T* values;

    public override bool IsFree => false;

    public override void Bind(FlatVector vector) => values = (T*)vector.Values;

    public override void Write(int lane, ArrayBufferWriter<byte> output) =>
        output.Advance(formatter.Format(values[lane], output.GetSpan(formatter.MaxLength)));
}

/// <summary>Decimals of more than 18 digits, whose vectors may be of either width.</summary>
internal sealed unsafe class WideDecimalColumnText(int scale) : ColumnText
{
    private readonly DecimalFormatter formatter = new(scale);
    private FlatVector? vector;

    public override bool IsFree => false;

    public override void Bind(FlatVector vector) => this.vector = vector;

    public override void Write(int lane, ArrayBufferWriter<byte> output)
    {
        var bound = vector ?? throw new UnreachableException("written before it is bound");
        var value = bound.Physical == PhysicalType.Int64 ? ((long*)bound.Values)[lane] : ((Int128*)bound.Values)[lane];
        output.Advance(formatter.Format(value, output.GetSpan(formatter.MaxLength)));
    }
}

internal sealed unsafe class BooleanColumnText : ColumnText
{
    private byte* values;

    public override bool IsFree => false;

    public override void Bind(FlatVector vector) => values = vector.Values;

    public override void Write(int lane, ArrayBufferWriter<byte> output) => output.Write(Bits.Get(values, lane) ? "true"u8 : "false"u8);
}

internal sealed unsafe class BytesColumnText : ColumnText
{
    private BytesView* views;

    public override bool IsFree => true;

    public override void Bind(FlatVector vector) => views = (BytesView*)vector.Values;

    public override void Write(int lane, ArrayBufferWriter<byte> output) => output.Write(BytesView.Span(views + lane));
}
