namespace Spindle.Tpch.Columns;

/// <summary>The SQL type of a column.</summary>
public enum ColumnType
{
    /// <summary>BIGINT, every key but those of nations and regions.</summary>
    BigInt,

    /// <summary>INTEGER.</summary>
    Integer,

    /// <summary>DECIMAL(15,2), as an unscaled 64-bit integer.</summary>
    Decimal,

    /// <summary>DATE, as days since 1970-01-01.</summary>
    Date,

    /// <summary>STRING.</summary>
    String,
}

/// <summary>A column of a table at some scale factor, which can make its values for any batch; safe to share between threads.</summary>
public abstract class Column(string name, ColumnType type)
{
    /// <summary>The name in lower case, with the table's prefix.</summary>
    public string Name { get; } = name;

    /// <summary>The SQL type.</summary>
    public ColumnType Type { get; } = type;

    /// <summary>What is known of the values without making them.</summary>
    public ColumnFacts Facts { get; init; } = ColumnFacts.AlmostUnique;

    /// <summary>For a numeric column that rises with its unit, the value in a unit's rows; else null.</summary>
    public Func<long, long>? ValueOfUnit { get; init; }

    /// <summary>For a decimal, whether its text shows the two digits after the point; quantities, always whole, do without.</summary>
    public bool ShowsFraction { get; init; } = true;
}

/// <summary>A BIGINT or DECIMAL column.</summary>
public abstract class Int64Column(string name, ColumnType type) : Column(name, type)
{
    /// <summary>Makes the batch's values, one a row.</summary>
    public abstract void Fill(UnitBatch batch, Span<long> values);
}

/// <summary>An INTEGER or DATE column.</summary>
public abstract class Int32Column(string name, ColumnType type) : Column(name, type)
{
    /// <summary>Makes the batch's values, one a row.</summary>
    public abstract void Fill(UnitBatch batch, Span<int> values);
}

/// <summary>A STRING column whose values are words of a list.</summary>
public abstract class WordColumn : Column
{
    private protected WordColumn(string name, Text.WordList words) : base(name, ColumnType.String)
    {
        Words = words;
        Facts = new ColumnFacts(words.Count);
    }

    /// <summary>The words.</summary>
    public Text.WordList Words { get; }

    /// <summary>Makes the batch's values as positions in <see cref="Words"/>, one a row.</summary>
    public abstract void Fill(UnitBatch batch, Span<int> positions);
}

/// <summary>A STRING column whose values are written out.</summary>
public abstract class TextColumn(string name, int maxLength, int averageLength) : Column(name, ColumnType.String)
{
    /// <summary>The most bytes that a value takes.</summary>
    public int MaxLength { get; } = maxLength;

    /// <summary>About the mean length of the values in bytes.</summary>
    public int AverageLength { get; } = averageLength;

    /// <summary>The buffer that <see cref="Fill"/> needs for so many rows: writing may run a little past the last value.</summary>
    public int BufferLength(int rows) => checked(rows * MaxLength + Text.TextPool.Overrun);

    /// <summary>Writes the batch's values one after the other.</summary>
    /// <param name="batch">The rows.</param>
    /// <param name="utf8">Takes the bytes: at least <see cref="BufferLength"/>.</param>
    /// <param name="ends">Takes where each value ends; it begins where the one before ends.</param>
    /// <returns>The bytes written, all of them UTF-8.</returns>
    public abstract int Fill(UnitBatch batch, Span<byte> utf8, Span<int> ends);
}
