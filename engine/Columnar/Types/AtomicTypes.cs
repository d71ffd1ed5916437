namespace Spindle.Columnar.Types;

/// <summary>The type of a bare NULL; every lane is null.</summary>
public sealed record NullType : DataType
{
    public override string Name => "void";
    public override PhysicalType Physical => PhysicalType.Null;
}

public sealed record BooleanType : DataType
{
    public override string Name => "boolean";
    public override PhysicalType Physical => PhysicalType.Boolean;
}

/// <summary>A type with an order and arithmetic.</summary>
public abstract record NumericType : DataType;

/// <summary>A whole number of 8 to 64 bits.</summary>
public abstract record IntegralType : NumericType;

public sealed record ByteType : IntegralType
{
    public override string Name => "tinyint";
    public override PhysicalType Physical => PhysicalType.Int8;
}

public sealed record ShortType : IntegralType
{
    public override string Name => "smallint";
    public override PhysicalType Physical => PhysicalType.Int16;
}

public sealed record IntegerType : IntegralType
{
    public override string Name => "int";
    public override PhysicalType Physical => PhysicalType.Int32;
}

public sealed record LongType : IntegralType
{
    public override string Name => "bigint";
    public override PhysicalType Physical => PhysicalType.Int64;
}

public sealed record FloatType : NumericType
{
    public override string Name => "float";
    public override PhysicalType Physical => PhysicalType.Float32;
}

public sealed record DoubleType : NumericType
{
    public override string Name => "double";
    public override PhysicalType Physical => PhysicalType.Float64;
}

/// <summary>
/// An exact number of <paramref name="Precision"/> digits, <paramref name="Scale"/> of them after the point, held as a scaled integer.
/// Up to 18 digits a vector is always <see cref="PhysicalType.Int64"/>. Past that it is <see cref="PhysicalType.Int128"/>, or, batch by batch,
/// <see cref="PhysicalType.Int64"/> where whoever made it saw that every value fits: readers look at <see cref="Vectors.Vector.Physical"/>.
/// </summary>
public sealed record DecimalType(int Precision, int Scale) : NumericType
{
    public const int MaxPrecision = 38;
    public const int MaxLongPrecision = 18;

    public override string Name => $"decimal({Precision},{Scale})";
    public override PhysicalType Physical => Precision <= MaxLongPrecision ? PhysicalType.Int64 : PhysicalType.Int128;
}

/// <summary>UTF-8 text, valid or not; positions count code points.</summary>
public sealed record StringType(string Collation = StringType.Utf8Binary) : DataType
{
    public const string Utf8Binary = "UTF8_BINARY";

    public override string Name => Collation == Utf8Binary ? "string" : $"string collate {Collation}";
    public override string Sql => Collation == Utf8Binary ? "STRING" : $"STRING COLLATE {Collation}";
    public override PhysicalType Physical => PhysicalType.Bytes;
}

/// <summary>Text padded with spaces to <paramref name="Length"/> code points.</summary>
public sealed record CharType(int Length) : DataType
{
    public override string Name => $"char({Length})";
    public override PhysicalType Physical => PhysicalType.Bytes;
}

/// <summary>Text of at most <paramref name="Length"/> code points.</summary>
public sealed record VarcharType(int Length) : DataType
{
    public override string Name => $"varchar({Length})";
    public override PhysicalType Physical => PhysicalType.Bytes;
}

public sealed record BinaryType : DataType
{
    public override string Name => "binary";
    public override PhysicalType Physical => PhysicalType.Bytes;
}

/// <summary>Variant: a self-describing value, as Spark's variant binary encoding (metadata and value) in one blob.</summary>
public sealed record VariantType : DataType
{
    public override string Name => "variant";
    public override PhysicalType Physical => PhysicalType.Bytes;
}

/// <summary>A type of the user's own, held as <paramref name="Storage"/>.</summary>
public sealed record UserDefinedType(string TypeName, DataType Storage) : DataType
{
    public override string Name => TypeName;
    public override PhysicalType Physical => Storage.Physical;
}
