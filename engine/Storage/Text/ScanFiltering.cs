using Spindle.Columnar.Vectors;
using Spindle.Sources;

namespace Spindle.Storage.Text;

/// <summary>Applies a scan's filters to whole batches.</summary>
internal static class ScanFiltering
{
    /// <summary>The batch under the filters, which all must hold; null where no row passes. Takes over the batch.</summary>
    public static RecordBatch? Narrow(RecordBatch batch, IReadOnlyList<IScanFilter> filters)
    {
        foreach (var filter in filters)
        {
            Selection? selection;
            try
            {
                var arguments = new Vector[filter.Columns.Count];
                for (var i = 0; i < arguments.Length; i++)
                    arguments[i] = batch[filter.Columns[i]];
                selection = filter.Narrow(arguments, batch.Length, batch.Selection);
            }
            catch
            {
                batch.Release();
                throw;
            }

            // Null says that all lanes pass, which only happens where there was no selection before.
            if (selection is null)
                continue;
            var narrower = batch.With(selection);
            batch.Release();
            batch = narrower;
            if (batch.Rows == 0)
                break;
        }

        if (batch.Rows > 0)
            return batch;
        batch.Release();
        return null;
    }
}
