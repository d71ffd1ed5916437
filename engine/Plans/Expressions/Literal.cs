using System.Globalization;
using Spindle.Columnar.Types;

namespace Spindle.Plans.Expressions;

/// <summary>A constant. The value is boxed in the form that <see cref="Columnar.Vectors.VectorReader"/> describes; null is SQL's NULL.</summary>
public sealed record Literal(object? Value, DataType LiteralType) : LeafExpression
{
    public static readonly Literal True = new(true, DataType.Boolean);
    public static readonly Literal False = new(false, DataType.Boolean);
    public static readonly Literal NullBoolean = new(null, DataType.Boolean);

    public override DataType Type => LiteralType;
    public override bool Nullable => Value is null;
    public override bool IsFoldable => true;

    /// <summary>The text as the query wrote it where the generated name must keep it (<c>DATE '2020-01-01'</c>); null to make it from the value.</summary>
    public string? Text { get; init; }

    public override string Sql => Text ?? Value switch
    {
        null => "NULL",
        bool b => b ? "true" : "false",
        ByteString s when Type is BinaryType => $"X'{Convert.ToHexString(s.Span)}'",
        ByteString s => s.ToString(),
        Int128 unscaled when Type is DecimalType type => Decimal(unscaled, type.Scale),
        double d => LiteralText.Of(d),
        float f => LiteralText.Of(f),
        IFormattable f => f.ToString(null, CultureInfo.InvariantCulture),
        var other => other.ToString() ?? "",
    };

    // The written text is for names only: 1.0 and a cast of it to the same decimal are the same constant.
    public bool Equals(Literal? other) => other is not null && Equals(Value, other.Value) && LiteralType == other.LiteralType;

    public override int GetHashCode() => HashCode.Combine(Value, LiteralType);

    public static Literal Of(int value) => new(value, DataType.Int);

    public static Literal Of(long value) => new(value, DataType.Long);

    public static Literal Of(bool value) => value ? True : False;

    public static Literal Of(double value) => new(value, DataType.Double);

    public static Literal Of(string value) => new(ByteString.Of(value), DataType.String);

    public static Literal Null(DataType type) => new(null, type);

    private static string Decimal(Int128 unscaled, int scale)
    {
        var digits = Int128.Abs(unscaled).ToString(CultureInfo.InvariantCulture).PadLeft(scale + 1, '0');
        var sign = unscaled < 0 ? "-" : "";
        return scale == 0 ? sign + digits : $"{sign}{digits[..^scale]}.{digits[^scale..]}";
    }
}
