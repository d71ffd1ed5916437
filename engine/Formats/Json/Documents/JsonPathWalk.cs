using System.Buffers;
using Spindle.Formats.Json.Reading;

namespace Spindle.Formats.Json.Documents;

/// <summary>
/// Evaluates paths with Hive's rules: of several fields of one name the first counts; one match of <c>[*]</c> stands alone, several in an array; two <c>[*]</c> in a row flatten.
/// </summary>
internal static class JsonPathWalk
{
    private enum Style : byte
    {
        /// <summary>A string is written bare.</summary>
        Raw,
        Quoted,

        /// <summary>Arrays at the end of the path are poured into the one around them.</summary>
        Flatten,
    }

    public static bool TryWrite(JsonSource source, int root, JsonPath path, IBufferWriter<byte> output)
    {
        var matches = new Matches(output);
        return Walk(source, root, path.Steps, Style.Raw, ref matches);
    }

    private static bool Walk(JsonSource source, int node, ReadOnlySpan<JsonStep> path, Style style, ref Matches output)
    {
        ref readonly var token = ref source.Tape[node];
        if (path.IsEmpty)
            return Copy(source, node, style, ref output);
        switch (path[0].Kind)
        {
            case JsonStepKind.Name when token.Kind == JsonKind.Object:
                for (var name = node + 1; name < token.Next; name = source.Tape[name + 1].Next)
                    if (IsName(source, source.Tape[name], path[0].Name) && source.Tape[name + 1].Kind != JsonKind.Null && Walk(source, name + 1, path[1..], style, ref output))
                        return true;
                return false;
            case JsonStepKind.Elements when token.Kind == JsonKind.Array:
                return Elements(source, node, path, style, ref output);
            case JsonStepKind.Index when token.Kind == JsonKind.Array:
                var at = 0L;
                var next = path.Length > 1 && path[1].Kind == JsonStepKind.Elements ? Style.Quoted : style;
                for (var element = node + 1; element < token.Next; element = source.Tape[element].Next)
                    if (at++ == path[0].Index)
                        return Walk(source, element, path[1..], next, ref output);
                return false;
            default:
                return false;
        }
    }

    private static bool Copy(JsonSource source, int node, Style style, ref Matches output)
    {
        ref readonly var token = ref source.Tape[node];
        if (style == Style.Flatten && token.Kind == JsonKind.Array)
        {
            var any = false;
            for (var element = node + 1; element < token.Next; element = source.Tape[element].Next)
                any |= Walk(source, element, [], style, ref output);
            return any;
        }

        output.Begin();
        if (style == Style.Raw && token.Kind is JsonKind.String or JsonKind.EscapedString)
            JsonCopy.WritePlain(source, token, output.Target);
        else
            JsonCopy.Write(source, node, output.Target);
        return true;
    }

    private static bool Elements(JsonSource source, int node, ReadOnlySpan<JsonStep> path, Style style, ref Matches output)
    {
        var isDouble = path.Length > 1 && path[1].Kind == JsonStepKind.Elements;
        if (isDouble || style == Style.Quoted)
        {
            output.Begin();
            output.Target.Write("["u8);
            var poured = new Matches(output.Target);
            var any = Each(source, node, path[(isDouble ? 2 : 1)..], isDouble ? Style.Flatten : Style.Quoted, ref poured) > 0;
            output.Target.Write("]"u8);
            return any;
        }

        // The matches wait until it is known whether they are several.
        var inner = new ArrayBufferWriter<byte>();
        var matches = new Matches(inner);
        var count = Each(source, node, path[1..], style == Style.Raw ? Style.Quoted : style, ref matches);
        if (count == 0)
            return false;
        output.Begin();
        if (count > 1)
            output.Target.Write("["u8);
        output.Target.Write(inner.WrittenSpan);
        if (count > 1)
            output.Target.Write("]"u8);
        return true;
    }

    private static int Each(JsonSource source, int node, ReadOnlySpan<JsonStep> path, Style style, ref Matches output)
    {
        var count = 0;
        for (var element = node + 1; element < source.Tape[node].Next; element = source.Tape[element].Next)
            if (Walk(source, element, path, style, ref output))
                count++;
        return count;
    }

    private static bool IsName(JsonSource source, in JsonToken token, byte[] name)
    {
        if (token.Kind != JsonKind.EscapedString)
            return source.Text(token).SequenceEqual(name);
        var plain = new ArrayBufferWriter<byte>(token.End - token.Start);
        JsonCopy.WritePlain(source, token, plain);
        return plain.WrittenSpan.SequenceEqual(name);
    }

    /// <summary>Values of one array, with commas between them.</summary>
    private struct Matches(IBufferWriter<byte> target)
    {
        private bool any;

        public IBufferWriter<byte> Target { get; } = target;

        public void Begin()
        {
            if (any)
                Target.Write(","u8);
            any = true;
        }
    }
}
