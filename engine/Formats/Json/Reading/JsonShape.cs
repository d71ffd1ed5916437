using Spindle.Columnar.Types;
using Spindle.Formats.Inference;

namespace Spindle.Formats.Json.Reading;

/// <summary>The type that the values seen at one place suggest; widened in place, record by record.</summary>
internal sealed class JsonShape
{
    private DataType atomic = DataType.Null;
    private JsonShape? element;
    private SortedDictionary<string, JsonShape>? fields;

    /// <summary>True for a struct, or for nothing but nulls.</summary>
    public bool IsStruct => fields is not null;

    public void AddField(string name, DataType type)
    {
        fields ??= new SortedDictionary<string, JsonShape>(StringComparer.Ordinal);
        fields[name] = new JsonShape { atomic = type };
    }

    public void Widen(JsonSource source, int node, JsonInference rules)
    {
        ref readonly var token = ref source.Tape[node];
        if (atomic is StringType)
            return;
        switch (token.Kind)
        {
            case JsonKind.Null:
                return;
            case JsonKind.Object when atomic is NullType && element is null:
                WidenFields(source, node, rules);
                return;
            case JsonKind.Array when atomic is NullType && fields is null:
                element ??= new JsonShape();
                for (var item = node + 1; item < token.Next; item = source.Tape[item].Next)
                    element.Widen(source, item, rules);
                return;
            case JsonKind.Object or JsonKind.Array:
                BecomeText();
                return;
        }

        var type = rules.TypeOf(token.Kind, source.Text(token));
        if (type is NullType)
            return;
        if (element is not null || fields is not null)
            BecomeText();
        else
            atomic = TypeMerge.Atomic(atomic, type) ?? DataType.String;
    }

    /// <summary>The type; null for what is left out: an object without fields and, where asked for, a place that only had nulls.</summary>
    public DataType? Type(bool dropNulls)
    {
        if (element is not null)
            return element.Type(dropNulls) is { } inner ? new ArrayType(inner) : null;
        if (fields is null)
            return atomic is not NullType ? atomic : dropNulls ? null : DataType.String;
        var kept = fields.Where(f => f.Key.Length > 0).Select(f => (f.Key, Type: f.Value.Type(dropNulls))).Where(f => f.Type is not null)
            .Select(f => new Field(f.Key, f.Type!)).ToValueList();
        return kept.Count == 0 ? null : new StructType(kept);
    }

    private void WidenFields(JsonSource source, int node, JsonInference rules)
    {
        fields ??= new SortedDictionary<string, JsonShape>(StringComparer.Ordinal);
        var end = source.Tape[node].Next;
        for (var name = node + 1; name < end; name = source.Tape[name + 1].Next)
        {
            var text = rules.NameOf(source, source.Tape[name]);
            if (!fields.TryGetValue(text, out var field))
                fields.Add(text, field = new JsonShape());
            field.Widen(source, name + 1, rules);
        }
    }

    private void BecomeText()
    {
        (element, fields) = (null, null);
        atomic = DataType.String;
    }
}
