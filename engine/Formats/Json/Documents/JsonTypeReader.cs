using Spindle.Columnar.Types;
using Spindle.Formats.Inference;
using Spindle.Formats.Json.Reading;
using TimeZone = Spindle.Columnar.Time.TimeZone;

namespace Spindle.Formats.Json.Documents;

/// <summary>The type of one JSON value, as schema_of_json gives it: fields in the order of their names, those that occur twice twice.</summary>
public readonly struct JsonTypeReader
{
    private readonly JsonTape tape;
    private readonly int root;
    private readonly ReadOnlyMemory<byte> text;
    private readonly JsonOptions options;
    private readonly JsonInference rules;

    internal JsonTypeReader(JsonTape tape, int root, ReadOnlyMemory<byte> text, JsonOptions options, TimeZone zone)
    {
        (this.tape, this.root, this.text, this.options) = (tape, root, text, options);
        rules = new JsonInference(options, zone);
    }

    public DataType Read() => (root < 0 ? DataType.Null : Of(root)) switch
    {
        StructType fields => Settled(fields) ?? StructType.Empty,
        ArrayType { Element: StructType fields } => new ArrayType(Settled(fields) ?? StructType.Empty),
        var other => Settled(other) ?? DataType.String,
    };

    private DataType Of(int node)
    {
        var source = new JsonSource(text.Span, tape);
        ref readonly var token = ref tape[node];
        switch (token.Kind)
        {
            case JsonKind.Null:
                return DataType.Null;
            case JsonKind.Object:
                var fields = new List<Field>();
                for (var name = node + 1; name < token.Next; name = tape[name + 1].Next)
                    fields.Add(new Field(rules.NameOf(source, tape[name]), Of(name + 1)));
                return new StructType(fields.OrderBy(f => f.Name, StringComparer.Ordinal).ToValueList());
            case JsonKind.Array:
                DataType element = DataType.Null;
                for (var item = node + 1; item < token.Next; item = tape[item].Next)
                    element = Merge(element, Of(item));
                return new ArrayType(element);
            default:
                return rules.TypeOf(token.Kind, source.Text(token));
        }
    }

    private static DataType Merge(DataType left, DataType right) => (left, right) switch
    {
        (NullType, _) => right,
        (_, NullType) => left,
        (StructType a, StructType b) => new StructType(a.Fields.Concat(b.Fields).GroupBy(f => f.Name, StringComparer.Ordinal).OrderBy(g => g.Key, StringComparer.Ordinal)
            .Select(g => new Field(g.Key, g.Select(f => f.Type).Aggregate(Merge))).ToValueList()),
        (ArrayType a, ArrayType b) => new ArrayType(Merge(a.Element, b.Element)),
        (ArrayType or StructType, _) or (_, ArrayType or StructType) => DataType.String,
        _ => TypeMerge.Atomic(left, right) ?? DataType.String,
    };

    /// <summary>Without voids: they become strings or, where asked for, are left out, as objects without fields are.</summary>
    private DataType? Settled(DataType type)
    {
        switch (type)
        {
            case NullType:
                return options.DropFieldIfAllNull ? null : DataType.String;
            case ArrayType array:
                return Settled(array.Element) is { } element ? new ArrayType(element) : null;
            case StructType fields:
                var kept = new List<Field>();
                foreach (var field in fields.Fields)
                    if (field.Name.Length > 0 && Settled(field.Type) is { } settled)
                        kept.Add(new Field(field.Name, settled));
                return kept.Count == 0 ? null : new StructType(kept.ToValueList());
            default:
                return type;
        }
    }
}
