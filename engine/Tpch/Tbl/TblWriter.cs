using Spindle.Tpch.Tables;

namespace Spindle.Tpch.Tbl;

/// <summary>Writes a table as the benchmark's own generator does, byte for byte, with several threads that take turns at the output.</summary>
public sealed class TblWriter
{
    private const int ChunkRows = 16 * 1024;

    private readonly Table _table;
    private readonly Stream _output;
    private readonly CancellationToken _cancellation;
    private readonly long _chunkUnits;
    private readonly long _chunks;
    private readonly Lock _claim = new();
    private readonly object _turn = new();
    private long _claimed;
    private long _written;
    private Exception? _failure;

    private TblWriter(Table table, Stream output, CancellationToken cancellation)
    {
        _table = table;
        _output = output;
        _cancellation = cancellation;
        _chunkUnits = table.UnitsOf(ChunkRows);
        _chunks = (table.Units + _chunkUnits - 1) / _chunkUnits;
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
        var helpers = new Thread[Math.Min(threads, writer._chunks) - 1];
        for (var i = 0; i < helpers.Length; i++)
        {
            helpers[i] = new Thread(writer.Run) { IsBackground = true, Name = $"tpch {table.Name} {i + 1}" };
            helpers[i].Start();
        }

        writer.Run();
        foreach (var helper in helpers)
            helper.Join();
        if (writer._failure is { } failure)
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(failure);
    }

    private void Run()
    {
        try
        {
            var formatter = new TblFormatter(_table);
            byte[] buffer = [];
            while (Claim() is { } chunk)
            {
                _cancellation.ThrowIfCancellationRequested();
                var first = chunk * _chunkUnits;
                var length = formatter.Write(first, Math.Min(_chunkUnits, _table.Units - first), ref buffer);
                if (!WriteInTurn(chunk, buffer.AsSpan(0, length)))
                    return;
            }
        }
        catch (Exception failure)
        {
            lock (_turn)
            {
                _failure ??= failure;
                Monitor.PulseAll(_turn);
            }
        }
    }

    private long? Claim()
    {
        lock (_claim)
            return _claimed < _chunks ? _claimed++ : null;
    }

    /// <summary>Waits until the chunks before are written. False when another thread has failed: nothing more is to be written.</summary>
    private bool WriteInTurn(long chunk, ReadOnlySpan<byte> bytes)
    {
        lock (_turn)
        {
            while (_written != chunk && _failure is null)
                Monitor.Wait(_turn);
            if (_failure is not null)
                return false;

            _output.Write(bytes);
            _written++;
            Monitor.PulseAll(_turn);
            return true;
        }
    }
}
