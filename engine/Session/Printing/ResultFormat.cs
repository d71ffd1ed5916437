namespace Spindle.Sql;

/// <summary>How rows are written as text.</summary>
public enum ResultFormat
{
    /// <summary>A frame of lines, every value whole.</summary>
    Table,

    /// <summary>A line of names, then a line a row, values with commas, quotes or line ends in quotes; NULL is empty.</summary>
    Csv,

    /// <summary>An object a line.</summary>
    Json,

    /// <summary>A Markdown table.</summary>
    Markdown,
}
