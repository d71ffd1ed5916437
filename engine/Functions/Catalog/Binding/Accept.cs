using Spindle.Columnar.Types;
using Spindle.Functions.Catalog.Coercion;

namespace Spindle.Functions.Catalog.Binding;

/// <summary>The parameter patterns in use.</summary>
internal static class Accept
{
    public static readonly TypePattern Any = new FamilyPattern("ANY", _ => true, DataType.Null, _ => null);

    public static readonly TypePattern Numeric = new FamilyPattern("NUMERIC", t => t is NumericType, DataType.Double, t => TypeFamilies.IsText(t) || t is TimestampType ? DataType.Double : null);

    public static readonly TypePattern Integral = new FamilyPattern("INTEGRAL", t => t is IntegralType, DataType.Int, _ => null);

    public static readonly TypePattern Decimal = new FamilyPattern("DECIMAL", t => t is DecimalType, new DecimalType(38, 18),
        t => t is NumericType ? TypeFamilies.DecimalFor(t) : TypeFamilies.IsText(t) ? new DecimalType(38, 18) : null);

    public static readonly TypePattern Text = DataType.String;

    /// <summary>Text, and nothing that would have to be cast to it.</summary>
    public static readonly TypePattern TextOnly = new FamilyPattern("STRING", TypeFamilies.IsText, DataType.String, _ => null);

    public static readonly TypePattern Binary = DataType.Binary;
    public static readonly TypePattern Boolean = DataType.Boolean;
    public static readonly TypePattern Byte = DataType.Byte;
    public static readonly TypePattern Int = DataType.Int;
    public static readonly TypePattern Long = DataType.Long;
    public static readonly TypePattern Double = DataType.Double;
    public static readonly TypePattern Date = DataType.Date;
    public static readonly TypePattern Timestamp = DataType.Timestamp;
    public static readonly TypePattern TimestampNtz = DataType.TimestampNtz;

    public static readonly TypePattern AnyTimestamp = new FamilyPattern("TIMESTAMP", t => t is TimestampType or TimestampNtzType, DataType.Timestamp,
        t => t is DateType || TypeFamilies.IsText(t) ? DataType.Timestamp : null);

    public static readonly TypePattern Time = new FamilyPattern("TIME", t => t is TimeType, new TimeType(), t => TypeFamilies.IsText(t) ? new TimeType() : null);

    public static readonly TypePattern Interval = new FamilyPattern("INTERVAL", t => t is CalendarIntervalType, DataType.CalendarInterval, _ => null);
    public static readonly TypePattern DayTime = new FamilyPattern("INTERVAL DAY TO SECOND", t => t is DayTimeIntervalType, new DayTimeIntervalType(), _ => null);
    public static readonly TypePattern YearMonth = new FamilyPattern("INTERVAL YEAR TO MONTH", t => t is YearMonthIntervalType, new YearMonthIntervalType(), _ => null);

    public static readonly TypePattern TextOrBinary = OneOf(Text, Binary);
    public static readonly TypePattern TextOrBinaryOrArray = OneOf(Text, Binary, AnyArrayPattern());
    public static readonly TypePattern NumericOrInterval = OneOf(Numeric, DayTime, YearMonth, Interval);
    public static readonly TypePattern NumericOrAnsiInterval = OneOf(Numeric, DayTime, YearMonth);
    public static readonly TypePattern Array = AnyArrayPattern();
    public static readonly TypePattern Map = new FamilyPattern("MAP", t => t is MapType, new MapType(DataType.Null, DataType.Null), _ => null);
    public static readonly TypePattern Struct = new FamilyPattern("STRUCT", t => t is StructType, StructType.Empty, _ => null);
    public static readonly TypePattern ArrayOrMap = OneOf(Array, Map);

    public static TypePattern OneOf(params TypePattern[] choices) => new OneOfPattern(choices.ToValueList());

    public static TypePattern ArrayOf(DataType element) => new ExactPattern(new ArrayType(element));

    private static FamilyPattern AnyArrayPattern() => new("ARRAY", t => t is ArrayType, new ArrayType(DataType.Null), _ => null);
}
