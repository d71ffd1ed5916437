using Spindle.Driver.Jobs;

namespace Spindle.Driver.Tests.Simulation;

/// <summary>What one attempt made, and what it was made of: the way back from a result to every row version in it.</summary>
internal sealed record Product(int Stage, int Partition, ulong Value, IReadOnlyList<Product> MadeOf)
{
    /// <summary>What a deterministic stage makes of its inputs.</summary>
    public static ulong Expected(int stage, int partition, IEnumerable<ulong> inputs) =>
        inputs.Aggregate(((ulong)stage * 1_000_003) + ((ulong)partition * 7_919) + 17, (sum, input) => (sum * 6_364_136_223_846_793_005) + input);

    /// <summary>Every partition is there, and every part of the answer is made of one and the same version of each map's rows.</summary>
    /// <param name="tasks">A stage's tasks.</param>
    public static void Check(JobSpec job, Func<int, int> tasks, IReadOnlyList<Product> answer)
    {
        Assert.Equal(tasks(job.Stages[^1].Id), answer.Count);
        var versions = new Dictionary<(int, int), ulong>();
        var seen = new HashSet<Product>(ReferenceEqualityComparer.Instance);
        var open = new Stack<Product>(answer);
        while (open.TryPop(out var product))
        {
            if (!seen.Add(product))
                continue;
            Assert.True(versions.TryAdd((product.Stage, product.Partition), product.Value) || versions[(product.Stage, product.Partition)] == product.Value,
                $"two versions of map {product.Partition} of stage {product.Stage} went into one answer");
            var stage = job.Stages[product.Stage];
            Assert.Equal(stage.Inputs.Sum(tasks), product.MadeOf.Count);
            if (stage.Deterministic)
                Assert.Equal(Expected(product.Stage, product.Partition, product.MadeOf.Select(m => m.Value)), product.Value);
            foreach (var input in product.MadeOf)
                open.Push(input);
        }
    }
}
