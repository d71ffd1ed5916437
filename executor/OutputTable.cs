using System.Collections.Concurrent;
using Spindle.Protos;

namespace Spindle.Executor;

/// <summary>Where the outputs of complete stages lie, as the driver said last.</summary>
internal sealed class OutputTable
{
    private readonly ConcurrentDictionary<(long Query, int Stage), StageOutputs> outputs = new();

    /// <summary>Takes the driver's word; an older epoch never replaces a newer one.</summary>
    public void Set(StageOutputs news) =>
        outputs.AddOrUpdate((news.Stage.Query, news.Stage.Stage), news, (_, known) => known.Epoch > news.Epoch ? known : news);

    public StageOutputs? Find(long query, int stage) => outputs.GetValueOrDefault((query, stage));

    public void RemoveQuery(long query)
    {
        foreach (var key in outputs.Keys)
            if (key.Query == query)
                outputs.TryRemove(key, out _);
    }
}
