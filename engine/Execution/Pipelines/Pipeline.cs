using Spindle.Columnar.Vectors;

namespace Spindle.Execution.Pipelines;

/// <summary>A source and the operators that its rows pass.</summary>
/// <param name="AfterEarlier">True where the source is ready only once the rows of the chains before it have all been pushed (a join's unmatched rows).</param>
internal sealed record Chain(Source Source, IReadOnlyList<StreamingOperator> Operators, bool AfterEarlier = false)
{
    /// <summary>What the chain reads and nobody after it: given back once its pipeline has run.</summary>
    public IReadOnlyList<IDisposable> Uses { get; init; } = [];

    public Chain With(StreamingOperator next) => this with { Operators = [.. Operators, next] };
}

/// <summary>Chains that end in one sink. Workers take morsels of the first chain until there are none, then of the next.</summary>
internal sealed class Pipeline(IReadOnlyList<Chain> chains, Sink sink)
{
    private readonly Lock gate = new();
    private long sequence;

    public void Run(TaskContext task)
    {
        var ends = new SinkStage?[task.Team.Size];
        if (sink.KeepsOrder)
            foreach (var chain in chains)
                chain.Source.AllowPieces();
        try
        {
            for (var first = 0; first < chains.Count;)
            {
                var stop = first + 1;
                while (stop < chains.Count && !chains[stop].AfterEarlier)
                    stop++;
                for (var i = first; i < stop; i++)
                    chains[i].Source.Prepare(task);
                var (from, to) = (first, stop);
                task.Team.Run(worker =>
                {
                    var end = ends[worker.Index] ??= sink.Open(worker);
                    for (var i = from; i < to && end.WantsMore; i++)
                        Drain(chains[i], worker, end);
                });
                first = stop;
            }

            task.Team.Run(worker => (ends[worker.Index] ??= sink.Open(worker)).Finish());
        }
        finally
        {
            foreach (var end in ends)
                end?.Dispose();
        }

        var before = task.Team.First.Charge(sink.Metrics);
        sink.Complete(task);
        task.Team.First.Charge(before);
        foreach (var chain in chains)
            foreach (var used in chain.Uses)
                used.Dispose();
    }

    private void Drain(Chain chain, WorkerContext worker, SinkStage end)
    {
        Stage head = new Unowned(worker, chain.Source.Metrics, end);
        worker.End = end;
        try
        {
            for (var i = chain.Operators.Count - 1; i >= 0; i--)
                head = chain.Operators[i].Open(worker, head);
            while (head.WantsMore && Take(chain.Source, worker) is { } morsel)
            {
                using (morsel)
                    Push(morsel, chain.Source, worker, head);
                head.EndMorsel();
            }
        }
        finally
        {
            head.Dispose();
            worker.End = null;
            worker.Charge(null);
        }
    }

    private static void Push(Morsel morsel, Source source, WorkerContext worker, Stage head)
    {
        while (head.WantsMore)
        {
            worker.CheckCancelled();
            worker.GiveRoom();
            worker.Charge(source.Metrics);
            if (morsel.Read(worker) is not { } batch)
                return;
            try
            {
                if (batch.Rows == 0)
                    continue;
                source.Metrics.Output(batch.Rows);
                head.Push(batch);
            }
            finally
            {
                batch.Release();
            }
        }
    }

    private Morsel? Take(Source source, WorkerContext worker)
    {
        lock (gate)
        {
            var morsel = source.Take();
            if (morsel is not null)
                worker.Sequence = sequence++;
            return morsel;
        }
    }

    /// <summary>Passes everything on to the sink's stage, which outlives the chain.</summary>
    private sealed class Unowned(WorkerContext worker, NodeMetrics metrics, SinkStage end) : Stage(worker, metrics, null)
    {
        public override bool WantsMore => end.WantsMore;

        protected override void Process(RecordBatch batch) => end.Push(batch);

        protected override void Flush() => end.EndMorsel();
    }
}
