using Spindle.Columnar.Memory;
using Spindle.Columnar.Types;
using Spindle.Sources;
using Spindle.Storage.Files;
using Spindle.Storage.Parquet;
using Spindle.Storage.Tables;
using TimeZone = Spindle.Columnar.Time.TimeZone;

namespace Spindle.Storage.Tests;

/// <summary>Writes tables as a job does, and checks that every byte that was allocated for it is given back.</summary>
internal static class Writing
{
    public static FileSink Sink(string path, StructType schema, SaveMode mode = SaveMode.ErrorIfExists, string[]? partitionBy = null, params (string, string)[] options) =>
        new(LocalFileSystem.Instance, new ParquetFormat(), path, schema, partitionBy ?? [], mode, Options(options), TimeZone.Utc);

    public static FormatOptions Options(params (string, string)[] options) => new(options.Select(o => KeyValuePair.Create(o.Item1, o.Item2)));

    /// <summary>Writes rows in batches of that many, one attempt for each of the partitions.</summary>
    public static void Write(FileSink sink, IReadOnlyList<object?[]> rows, int batchRows = 1000, int partitions = 1, string jobId = "job1")
    {
        var budget = new MemoryBudget();
        var job = sink.Begin(jobId);
        var attempts = new List<WrittenFiles>();
        for (var p = 0; p < partitions; p++)
        {
            using var writer = job.Open(p, 0, budget);
            foreach (var chunk in rows.Where((_, i) => i % partitions == p).Chunk(batchRows))
            {
                var batch = RandomBatches.Batch(sink.Schema, chunk, budget);
                writer.Write(batch);
                batch.Release();
            }

            attempts.Add(writer.Finish());
        }

        job.Commit(attempts);
        Assert.Equal(0, budget.Used);
        Assert.Equal(rows.Count, attempts.Sum(a => a.Rows));
    }
}
