using System.Buffers;
using Spindle.Columnar.Builders;
using Spindle.Columnar.Memory;
using Spindle.Formats.Json.Reading;

namespace Spindle.Formats.Json.Documents;

/// <summary>One JSON text at a time, looked into. What follows the first value is not read. One thread's.</summary>
public sealed class JsonDocument : IDisposable
{
    private readonly JsonTape tape;
    private readonly JsonTokenizer tokenizer;
    private readonly ArrayBufferWriter<byte> plain = new(64);
    private byte[] text = [];
    private int length;
    private int root = -1;

    public JsonDocument(JsonOptions options, MemoryBudget budget)
    {
        tape = new JsonTape(budget);
        tokenizer = new JsonTokenizer(options, tape);
    }

    /// <summary>Takes another text.</summary>
    /// <returns>False where it does not hold a value, or not only JSON up to the value's end.</returns>
    public bool TryLoad(ReadOnlySpan<byte> json)
    {
        tape.Truncate(0);
        if (text.Length < json.Length)
            text = new byte[Math.Max(json.Length, 256)];
        json.CopyTo(text);
        length = json.Length;
        var at = 0;
        if (!tokenizer.TryRead(json, ref at, json.Length, out root))
            root = -1;
        return root >= 0;
    }

    /// <summary>Elements of the array that the text is; -1 where it is none.</summary>
    public int ArrayLength()
    {
        if (root < 0 || tape[root].Kind != JsonKind.Array)
            return -1;
        var count = 0;
        for (var element = root + 1; element < tape[root].Next; element = tape[element].Next)
            count++;
        return count;
    }

    /// <summary>Appends the names of the fields of the object that the text is, in its order.</summary>
    /// <returns>False, with nothing appended, where it is none.</returns>
    public bool TryKeys(BytesBuilder target)
    {
        if (root < 0 || tape[root].Kind != JsonKind.Object)
            return false;
        for (var name = root + 1; name < tape[root].Next; name = tape[name + 1].Next)
        {
            plain.ResetWrittenCount();
            JsonCopy.WritePlain(Source, tape[name], plain);
            target.Append(plain.WrittenSpan);
        }

        return true;
    }

    /// <summary>Appends what a field of the object that the text is holds: a string bare, anything else as JSON; of several fields of one name the last that is not null.</summary>
    /// <returns>False where there is no such field, or it is null.</returns>
    public bool TryField(ReadOnlySpan<byte> field, IBufferWriter<byte> output)
    {
        if (root < 0 || tape[root].Kind != JsonKind.Object)
            return false;
        var found = -1;
        for (var name = root + 1; name < tape[root].Next; name = tape[name + 1].Next)
        {
            if (tape[name + 1].Kind == JsonKind.Null)
                continue;
            var isField = tape[name].Kind != JsonKind.EscapedString && Source.Text(tape[name]).SequenceEqual(field);
            if (tape[name].Kind == JsonKind.EscapedString)
            {
                plain.ResetWrittenCount();
                JsonCopy.WritePlain(Source, tape[name], plain);
                isField = plain.WrittenSpan.SequenceEqual(field);
            }

            if (isField)
                found = name + 1;
        }

        if (found < 0)
            return false;
        if (tape[found].Kind is JsonKind.String or JsonKind.EscapedString)
            JsonCopy.WritePlain(Source, tape[found], output);
        else
            JsonCopy.Write(Source, found, output);
        return true;
    }

    /// <summary>Appends what a path leads to.</summary>
    /// <returns>False where it leads nowhere.</returns>
    public bool TryPath(JsonPath path, IBufferWriter<byte> output) => root >= 0 && JsonPathWalk.TryWrite(Source, root, path, output);

    /// <summary>The type that the text suggests; null fields and empty texts are void.</summary>
    public JsonTypeReader TypeReader(JsonOptions options, Columnar.Time.TimeZone zone) => new(tape, root, text.AsMemory(0, length), options, zone);

    public void Dispose() => tape.Dispose();

    private JsonSource Source => new(text.AsSpan(0, length), tape);
}
