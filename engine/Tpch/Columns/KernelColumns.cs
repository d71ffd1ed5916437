using Spindle.Tpch.Text;

namespace Spindle.Tpch.Columns;

/// <summary>Runs kernels over batches. Each kernel type gets its own loop, and each call its own copy of the kernel.</summary>
internal static class KernelLoop
{
    public static void Run<TKernel, T>(TKernel kernel, UnitBatch batch, Span<T> values)
        where TKernel : struct, IColumnKernel<T>
    {
        kernel.Seek(batch.FirstUnit);
        var row = 0;
        for (var unit = 0; unit < batch.Units; unit++)
        {
            kernel.BeginUnit();
            for (var end = row + batch.RowsOf(unit); row < end; row++)
                values[row] = kernel.Next();
        }
    }
}

internal sealed class KernelInt64Column<TKernel>(string name, ColumnType type, TKernel kernel) : Int64Column(name, type)
    where TKernel : struct, IColumnKernel<long>
{
    public override void Fill(UnitBatch batch, Span<long> values) => KernelLoop.Run(kernel, batch, values);
}

internal sealed class KernelInt32Column<TKernel>(string name, ColumnType type, TKernel kernel) : Int32Column(name, type)
    where TKernel : struct, IColumnKernel<int>
{
    public override void Fill(UnitBatch batch, Span<int> values) => KernelLoop.Run(kernel, batch, values);
}

internal sealed class KernelWordColumn<TKernel>(string name, WordList words, TKernel kernel) : WordColumn(name, words)
    where TKernel : struct, IColumnKernel<int>
{
    public override void Fill(UnitBatch batch, Span<int> positions) => KernelLoop.Run(kernel, batch, positions);
}

internal sealed unsafe class KernelTextColumn<TKernel>(string name, TKernel kernel) : TextColumn(name, kernel.MaxLength, kernel.AverageLength)
    where TKernel : struct, ITextKernel
{
    public override int Fill(UnitBatch batch, Span<byte> utf8, Span<int> ends)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(utf8.Length, BufferLength(batch.Rows));
        var writer = kernel;
        writer.Seek(batch.FirstUnit);
        fixed (byte* start = utf8)
        {
            var at = start;
            var row = 0;
            for (var unit = 0; unit < batch.Units; unit++)
            {
                writer.BeginUnit();
                for (var end = row + batch.RowsOf(unit); row < end; row++)
                {
                    at += writer.Write(at);
                    ends[row] = (int)(at - start);
                }
            }
            return (int)(at - start);
        }
    }
}
