using System.Globalization;
using System.Runtime.InteropServices;
using Spindle.Formats.Records;

namespace Spindle.Formats.Json.Reading;

/// <summary>The rows of a window: a tape position each, and the record's text. An array at a record's root makes a row of each element.</summary>
internal sealed class JsonRecords(JsonOptions options, JsonTape tape)
{
    /// <summary>Tokens after which a batch is large enough.</summary>
    private const int ManyTokens = 1 << 18;

    private readonly JsonTokenizer tokenizer = new(options, tape);
    private readonly LineEnds lineEnds = new(options.LineSeparator);
    private readonly List<int> nodes = [];
    private readonly List<int> starts = [];
    private readonly List<int> lengths = [];
    private readonly Dictionary<int, string> reasons = [];

    public int Rows => nodes.Count;

    /// <summary>Tape positions; -1 for a record that is not JSON.</summary>
    public ReadOnlySpan<int> Nodes => CollectionsMarshal.AsSpan(nodes);

    public ReadOnlySpan<int> Starts => CollectionsMarshal.AsSpan(starts);

    public ReadOnlySpan<int> Lengths => CollectionsMarshal.AsSpan(lengths);

    public string ReasonOf(int row) => reasons.GetValueOrDefault(row, "the record is malformed");

    /// <summary>Reads whole records until there are enough rows or the window ends; forgets those before.</summary>
    /// <returns>Bytes consumed.</returns>
    public int Read(ReadOnlySpan<byte> window, bool isLast, int enough)
    {
        tape.Truncate(0);
        nodes.Clear();
        starts.Clear();
        lengths.Clear();
        reasons.Clear();
        if (options.MultiLine)
        {
            if (!isLast)
                return 0;
            Add(window, 0, window.Length);
            return window.Length;
        }

        var at = 0;
        while (at < window.Length && nodes.Count < enough && tape.Count < ManyTokens)
        {
            var rest = window[at..];
            var length = lineEnds.IndexIn(rest, out var ending);
            if (length < 0)
                (length, ending) = (rest.Length, isLast ? 0 : -1);
            if (ending < 0 && !isLast)
                break;
            Add(window, at, at + length);
            at += length + Math.Abs(ending);
        }

        return at;
    }

    private void Add(ReadOnlySpan<byte> window, int start, int end)
    {
        var at = start;
        if (!tokenizer.TryRead(window, ref at, end, out var node))
        {
            reasons[nodes.Count] = string.Create(CultureInfo.InvariantCulture, $"{tokenizer.Reason} at character {tokenizer.ReasonAt - start + 1}");
            Row(-1, start, end);
            return;
        }

        if (node < 0)
            return;
        if (tape[node].Kind != JsonKind.Array)
        {
            Row(node, start, end);
            return;
        }

        for (var element = node + 1; element < tape[node].Next; element = tape[element].Next)
            Row(element, start, end);
    }

    private void Row(int node, int start, int end)
    {
        nodes.Add(node);
        starts.Add(start);
        lengths.Add(end - start);
    }
}
