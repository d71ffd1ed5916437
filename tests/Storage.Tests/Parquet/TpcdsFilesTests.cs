using Spindle.Testing;

namespace Spindle.Storage.Tests.Parquet;

/// <summary>Files of many columns in Zstd: every table is read whole, and says as many rows as it has.</summary>
public class TpcdsFilesTests
{
    [Fact]
    public void Every_table_is_read()
    {
        if (!SharedData.TryFind("tpcds/sf0.01", out var folder))
            return;
        var files = Directory.GetFiles(folder, "*.parquet");
        Assert.Equal(24, files.Length);
        foreach (var file in files)
        {
            var table = Reading.Open(file);
            Assert.Equal(table.Statistics.Rows, Reading.Rows(table, columns: [0, table.Schema.Fields.Count - 1]).Count);
        }
    }
}
