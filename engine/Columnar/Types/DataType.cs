namespace Spindle.Columnar.Types;

/// <summary>
/// A logical type, with Spark's names. Types are values: two of the same shape are equal.
/// The whole family is declared here from the start; see also <see cref="StructType"/> and the other nested types.
/// </summary>
public abstract record DataType
{
    public static readonly NullType Null = new();
    public static readonly BooleanType Boolean = new();
    public static readonly ByteType Byte = new();
    public static readonly ShortType Short = new();
    public static readonly IntegerType Int = new();
    public static readonly LongType Long = new();
    public static readonly FloatType Float = new();
    public static readonly DoubleType Double = new();
    public static readonly StringType String = new();
    public static readonly BinaryType Binary = new();
    public static readonly DateType Date = new();
    public static readonly TimestampType Timestamp = new();
    public static readonly TimestampNtzType TimestampNtz = new();
    public static readonly CalendarIntervalType CalendarInterval = new();
    public static readonly VariantType Variant = new();

    /// <summary>The type in Spark's short form, as schemas print it: <c>decimal(10,2)</c>, <c>array&lt;int&gt;</c>.</summary>
    public abstract string Name { get; }

    /// <summary>The type as SQL and error messages write it: <c>DECIMAL(10,2)</c>, <c>ARRAY&lt;INT&gt;</c>.</summary>
    public virtual string Sql => Name.ToUpperInvariant();

    /// <summary>How values of this type usually lie in memory.</summary>
    public abstract PhysicalType Physical { get; }

    public sealed override string ToString() => Name;
}
