using Spindle.Columnar.Types;

namespace Spindle.Columnar.Ipc.Metadata;

/// <summary>A field of an Arrow schema, with the type that the engine reads it as.</summary>
/// <param name="Name">The column's name.</param>
/// <param name="Nullable">Whether lanes may be null.</param>
/// <param name="Arrow">The type on the wire; of a dictionary-encoded field, that of its values.</param>
/// <param name="Type">The engine's type.</param>
/// <param name="Children">Fields of a nested type, as Arrow nests them.</param>
/// <param name="Dictionary">How indices are encoded, or null where values lie in place.</param>
/// <param name="Metadata">Key and value pairs.</param>
internal sealed record ArrowField(
    string Name,
    bool Nullable,
    ArrowType Arrow,
    DataType Type,
    ArrowField[] Children,
    ArrowDictionary? Dictionary,
    IReadOnlyList<KeyValuePair<string, string>> Metadata)
{
    /// <summary>The field of the engine's schema that this one is.</summary>
    internal Field ToField() => new(Name, Type, Nullable, Value(FieldMetadata.Comment));

    private string? Value(string key)
    {
        foreach ((string name, string value) in Metadata)
        {
            if (name == key)
                return value;
        }

        return null;
    }
}

/// <summary>A dictionary's number in its stream, and the integer type of indices into it.</summary>
internal sealed record ArrowDictionary(long Id, ArrowType Index);
