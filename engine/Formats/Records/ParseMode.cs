namespace Spindle.Formats.Records;

/// <summary>What happens to a record that does not fit its schema.</summary>
public enum ParseMode : byte
{
    /// <summary>Keep the row, with nulls for what cannot be read and the record's text in the corrupt-record column, where the schema has one.</summary>
    Permissive,

    /// <summary>Leave the row out.</summary>
    DropMalformed,

    /// <summary>Fail with an error that names the place.</summary>
    FailFast,
}
