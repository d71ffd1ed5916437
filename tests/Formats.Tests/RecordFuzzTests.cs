using System.Text;
using Spindle.Columnar.Errors;
using Spindle.Columnar.Memory;
using Spindle.Columnar.Types;
using Spindle.Formats.Tests.Csv;
using Spindle.Formats.Tests.Json;
using Spindle.Testing;

namespace Spindle.Formats.Tests;

/// <summary>Damaged records: never a crash or a hang, never a byte of the budget lost, and the same rows whatever the windows are.</summary>
public class RecordFuzzTests
{
    private static readonly string[] CsvPieces =
        ["a", "\"", "\"\"", "\\\"", "\\", ",", ",", "\n", "\r", "\r\n", " ", "\t", "#", "1", "-", ".5", "true", "2024-02-30", "é", "\0", "\"a,b\"", "\"x\ny\"", "NaN", "9223372036854775808", "1e400"];

    private static readonly string[] JsonPieces =
        ["{", "}", "[", "]", ":", ",", "\"a\"", "\"b\"", "\"", "'", "\\", "\\u12", "\\ud800", "1", "-", "1.5e", "null", "true", "NaN", "-INF", "\n", " ", "\"a\":1", "\"b\":[1,2]", "\"s\":{\"x\":[{}]}", "//", "/*", "é", "\0"];

    private static readonly string[][] Flags = [[], ["multiLine"], ["allowComments", "allowUnquotedFieldNames"], ["ignoreLeadingWhiteSpace", "ignoreTrailingWhiteSpace"], ["multiLine", "header"]];

    [Fact]
    public void Damaged_csv_is_harmless()
    {
        var schema = CsvFeed.Schema(("a", DataType.String), ("i", DataType.Int), ("d", new DecimalType(38, 2)), ("t", DataType.Timestamp), ("f", DataType.Double), ("_corrupt_record", DataType.String));
        Fuzz(CsvPieces, "a,1,2.50,2024-01-01T00:00:00,1.5\n\"b \\\"x\\\"\",-7,,\"1999-12-31 23:59:59\",NaN\n", (text, options, window, budget) =>
        {
            var csv = CsvFeed.Reading(options);
            CsvFeed.Infer(text, CsvFeed.Reading([.. options, ("inferSchema", "true")]));
            return CsvFeed.Read(text, schema, csv, window: window, budget: budget);
        });
    }

    [Fact]
    public void Damaged_json_is_harmless()
    {
        var schema = JsonFeed.Schema(("a", DataType.Long), ("b", new ArrayType(DataType.Int)), ("s", JsonFeed.Schema(("x", new ArrayType(new MapType(DataType.String, DataType.Double))))), ("t", DataType.String), ("_corrupt_record", DataType.String));
        Fuzz(JsonPieces, "{\"a\":1,\"b\":[1,null,3],\"s\":{\"x\":[{\"k\":1.5}]},\"t\":\"é\\n\"}\n[{\"a\":2},{\"b\":[]}]\n", (text, options, window, budget) =>
        {
            JsonFeed.Infer(text, JsonFeed.Reading(options));
            return JsonFeed.Read(text, schema, JsonFeed.Reading(options), window: window, budget: budget);
        });
    }

    private static void Fuzz(string[] pieces, string sample, Func<byte[], (string, string)[], int, MemoryBudget, List<object?[]>> read)
    {
        var seed = FuzzInputs.FirstSeed;
        for (var i = 0; i < FuzzInputs.Count; i++)
        {
            var chance = new Random(unchecked(seed * 1_000_003 + i));
            var text = chance.Next(2) == 0 ? Flipped(sample, chance) : Composed(pieces, chance);
            var options = Flags[chance.Next(Flags.Length)].Select(f => (f, "true")).Append(("mode", chance.Next(3) == 0 ? "FAILFAST" : "PERMISSIVE")).ToArray();
            var budget = new MemoryBudget(64 << 20);
            try
            {
                var whole = read(text, options, int.MaxValue / 2, budget);
                var parts = read(text, options, chance.Next(1, 40), budget);
                Assert.Equal(whole.Count, parts.Count);
                for (var row = 0; row < whole.Count; row++)
                    Assert.Equal(whole[row], parts[row]);
            }
            catch (SpindleException error)
            {
                Assert.Contains("MALFORMED", error.ErrorClass.Name, StringComparison.Ordinal);
            }
            catch (Exception error) when (error is not Xunit.Sdk.XunitException)
            {
                Assert.Fail($"iteration {i} of seed {seed}: {error}\n{Convert.ToHexString(text)}\n{Encoding.UTF8.GetString(text)}");
            }

            Assert.Equal(0, budget.Used);
        }
    }

    private static byte[] Flipped(string sample, Random chance)
    {
        var bytes = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(sample, chance.Next(1, 4))));
        for (var flips = chance.Next(1, 6); flips > 0; flips--)
            bytes[chance.Next(bytes.Length)] = (byte)chance.Next(256);
        return bytes[..chance.Next(1, bytes.Length + 1)];
    }

    private static byte[] Composed(string[] pieces, Random chance) =>
        Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, chance.Next(1, 60)).Select(_ => pieces[chance.Next(pieces.Length)])));
}
