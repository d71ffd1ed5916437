namespace Spindle.Differential.Tests.Queries;

/// <summary>A type of the random queries, under each dialect's name. Types are equal where their names are.</summary>
public sealed class SqlType : IEquatable<SqlType>
{
    public static readonly SqlType Bool = new("BOOLEAN");
    public static readonly SqlType Small = new("SMALLINT");
    public static readonly SqlType Int = new("INT");
    public static readonly SqlType Long = new("BIGINT");
    public static readonly SqlType Float = new("FLOAT");
    public static readonly SqlType Double = new("DOUBLE");
    public static readonly SqlType Money = new("DECIMAL(9,2)");
    public static readonly SqlType Fine = new("DECIMAL(18,4)");
    public static readonly SqlType Wide = new("DECIMAL(30,6)");
    public static readonly SqlType Text = new("STRING", "VARCHAR");
    public static readonly SqlType Date = new("DATE");
    public static readonly SqlType Timestamp = new("TIMESTAMP_NTZ", "TIMESTAMP");
    public static readonly SqlType Ints = ArrayOf(Int);
    public static readonly SqlType Texts = ArrayOf(Text);
    public static readonly SqlType Place = StructOf(("a", Int), ("b", Text), ("d", Date));
    public static readonly SqlType Places = ArrayOf(Place);
    public static readonly SqlType Counts = new("MAP<STRING, INT>", "MAP(VARCHAR, INTEGER)");

    /// <summary>The types whose values have an order that both engines share, and whose equality is exact.</summary>
    public static readonly IReadOnlyList<SqlType> Ordered = [Int, Text, Long, Date, Money, Double, Timestamp, Bool, Small, Fine, Wide];

    private SqlType(string spark, string? duck = null, SqlType? element = null, IReadOnlyList<(string Name, SqlType Type)>? fields = null)
    {
        Spark = spark;
        Duck = duck ?? spark;
        Element = element;
        Fields = fields ?? [];
    }

    public string Spark { get; }

    public string Duck { get; }

    /// <summary>What an array holds; null for other types.</summary>
    public SqlType? Element { get; }

    public IReadOnlyList<(string Name, SqlType Type)> Fields { get; }

    public bool IsNested => Element is not null || Fields.Count > 0 || Equals(Counts);

    /// <summary>The name as that dialect writes it.</summary>
    public string Name(Dialect dialect) => dialect == Dialect.Spark ? Spark : Duck;

    public bool Equals(SqlType? other) => other is not null && Spark == other.Spark;

    public override bool Equals(object? obj) => Equals(obj as SqlType);

    public override int GetHashCode() => Spark.GetHashCode(StringComparison.Ordinal);

    public override string ToString() => Spark;

    private static SqlType ArrayOf(SqlType element) => new($"ARRAY<{element.Spark}>", element.Duck + "[]", element);

    private static SqlType StructOf(params (string Name, SqlType Type)[] fields) => new(
        $"STRUCT<{string.Join(", ", fields.Select(f => $"{f.Name}: {f.Type.Spark}"))}>",
        $"STRUCT({string.Join(", ", fields.Select(f => $"{f.Name} {f.Type.Duck}"))})",
        fields: fields);
}
