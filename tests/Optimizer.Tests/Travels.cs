using Spindle.Optimizer.Stages;
using Spindle.Plans.Stages;
using Spindle.Tpch.Sources;
using Spindle.Wire.Plans;

namespace Spindle.Optimizer.Tests;

/// <summary>Sends stages over the wire and back.</summary>
internal static class Travels
{
    private static readonly PlanCodec Codec = new([.. TpchOpener.Types, typeof(TestDescriptor)]);

    public static void There(StagePlan stage)
    {
        var sent = TravellingStage.Of(stage);
        var bytes = Codec.Encode(sent);
        var arrived = Codec.Decode<StagePlan>(bytes);
        Assert.Equal(sent, arrived);
        Assert.Equal(bytes, Codec.Encode(arrived));
        Assert.Equal(sent.Plan.ToString(), arrived.Plan.ToString());
    }
}
