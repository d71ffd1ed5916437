using Spindle.Tpch.Tables;

namespace Spindle.Tpch.Tbl;

/// <summary>Writes a table as the benchmark's own generator does, byte for byte, with several threads that take turns at the output.</summary>
public sealed class TblWriter
{
    private const int ChunkRows = 16 * 1024;

    private readonly Table table;
    private readonly Stream output;
    private readonly CancellationToken cancellation;
    private readonly long chunkUnits;
    private readonly long chunks;
    private readonly Lock claim = new();
    private readonly object turn = new();
    private long claimed;
    private long written;
    private Exception? failure;

    private TblWriter(Table table, Stream output, CancellationToken cancellation)
    {
        this.table = table;
        this.output = output;
        this.cancellation = cancellation;
        chunkUnits = table.UnitsOf(ChunkRows);
        chunks = (table.Units + chunkUnits - 1) / chunkUnits;
    }

    /// <summary>Writes all rows in order.</summary>
    /// <param name="table">The table.</param>
    /// <param name="output">Takes the bytes in blocks of a few megabytes; left open.</param>
    /// <param name="threads">The threads that make rows, the calling one among them.</param>
    /// <param name="cancellation">Checked once a block.</param>
    /// <exception cref="OperationCanceledException">It was cancelled; the output ends with a whole row.</exception>
    /// <exception cref="IOException">The output refused a block.</exception>
    public static void Write(Table table, Stream output, int threads = 1, CancellationToken cancellation = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        var writer = new TblWriter(table, output, cancellation);
        var helpers = new Thread[Math.Min(threads, writer.chunks) - 1];
        for (var i = 0; i < helpers.Length; i++)
        {
            helpers[i] = new Thread(writer.Run) { IsBackground = true, Name = $"tpch {table.Name} {i + 1}" };
            helpers[i].Start();
        }

        writer.Run();
        foreach (var helper in helpers)
            helper.Join();
        if (writer.failure is { } failure)
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(failure);
    }

    private void Run()
    {
        try
        {
            var formatter = new TblFormatter(table);
            byte[] buffer = [];
            while (Claim() is { } chunk)
            {
                cancellation.ThrowIfCancellationRequested();
                var first = chunk * chunkUnits;
                var length = formatter.Write(first, Math.Min(chunkUnits, table.Units - first), ref buffer);
                if (!WriteInTurn(chunk, buffer.AsSpan(0, length)))
                    return;
            }
        }
        catch (Exception failure)
        {
            lock (turn)
            {
                this.failure ??= failure;
                Monitor.PulseAll(turn);
            }
        }
    }

    private long? Claim()
    {
        lock (claim)
            return claimed < chunks ? claimed++ : null;
    }

    /// <summary>Waits until the chunks before are written. False when another thread has failed: nothing more is to be written.</summary>
    private bool WriteInTurn(long chunk, ReadOnlySpan<byte> bytes)
    {
        lock (turn)
        {
            while (written != chunk && failure is null)
                Monitor.Wait(turn);
            if (failure is not null)
                return false;

            output.Write(bytes);
            written++;
            Monitor.PulseAll(turn);
            return true;
        }
    }
}
